using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Providers;
using Microsoft.AspNetCore.Mvc;

namespace Matchmaking.Search.Features;

/// <summary>Full-text search with facets, highlights and tolerance of spelling.</summary>
internal static class SearchRecords
{
    private const int FewHits = 3;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/", HandleAsync)
        .WithName("search.search").WithSummary("Search needs, achievements and experts").AllowAnonymous();

    private static async Task<SearchResult> HandleAsync(
        Actor reader, PageQuery page, IndexHolder index, DocumentStore documents, KeywordSpelling spelling, RelatedTerms related, ProviderFacts providers, CancellationToken cancellation,
        [FromQuery] string? q = null, [FromQuery] string? kind = null, [FromQuery] string? field = null,
        [FromQuery] string? mode = null, [FromQuery] int? minTrl = null, [FromQuery] string? sort = null)
    {
        var effort = SearchEffort.Of(reader);
        var text = effort.Check(q);
        var tokens = QueryTokens.Of(text, effort.Tokens);
        var audience = reader.Verified && !await providers.IsSuspendedAsync(reader, cancellation) ? Disclosure.L1 : Disclosure.L0;
        var organisation = Avoidance.KeysOf(reader.OrganisationId, reader.OrganisationName);
        var query = new IndexQuery(tokens, audience, KindsOf(kind), page.Skip, page.Size)
        {
            Field = Known("field", "fields", field),
            Mode = Known("mode", "modes", mode, "services"),
            MinTrl = minTrl is null or (>= 1 and <= 9) ? minTrl : throw ProblemException.Invalid("minTrl", "成熟度应在 1–9 之间", "minTrl must be 1–9"),
            MinShouldMatch = QueryTokens.ShareNeeded(tokens.Count),
            Newest = sort == "newest",
            Facets = true,
            NotAvoiding = organisation,
            PreferTitles = true,
            FuzzyWords = effort.FuzzyWords,
        };
        var found = text.Length > 0 && tokens.Count == 0
            ? new IndexPage([], 0, new Dictionary<string, IReadOnlyDictionary<string, int>>())
            : await index.SearchAsync(query, cancellation);
        // The index follows the store a moment later, or later where the engine takes no changes: what has been closed or
        // taken away meanwhile is not shown.
        var byId = (await documents.FindAsync([.. found.Hits.Select(h => h.Id)], cancellation))
            .Where(d => d.Value.IsOpenTo(audience, organisation)).ToDictionary();
        var others = page.Number == 1 && text.Length > 0 ? await related.FindAsync(text, query, effort, cancellation) : [];
        var marked = tokens.Select(t => t.Text).ToHashSet();
        return new SearchResult(
            new Page<SearchHit>(
                [.. found.Hits.Where(h => byId.ContainsKey(h.Id)).Select(h => View(byId[h.Id], audience, marked))], found.Total, page.Number, page.Size),
            found.Facets.ToDictionary(
                f => f.Key,
                f => (IReadOnlyList<FacetValue>)[.. f.Value.OrderByDescending(v => v.Value).Select(v => new FacetValue(f.Key == "kind" ? v.Key.ToLowerInvariant() : v.Key, v.Value))]),
            // A word of the trade is not misspelt.
            found.Total <= FewHits && text.Length > 0 && others.All(o => o.Query != o.Term) ? await spelling.CorrectAsync(text, audience, organisation, cancellation) : null,
            others);
    }

    private static SearchHit View(SearchDocument document, Disclosure audience, HashSet<string> marked)
    {
        var open = document.Texts.Where(t => t.Tier <= audience).ToList();
        var best = open.Where(t => t.Name is not ("title" or "keywords"))
            .SelectMany(t => t.Text.Split(['。', '；', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Select(s => (Text: s, Tokens: TextAnalyzer.Analyze(s)))
            .OrderByDescending(s => s.Tokens.Select(t => t.Text).Distinct().Where(marked.Contains).Sum(t => t.Length))
            .FirstOrDefault();
        var member = audience >= Disclosure.L1;
        return new SearchHit(
            document.Kind, document.Id, document.Number,
            EvidenceFinder.Mark(document.TitleFor(audience), TextAnalyzer.Analyze(document.TitleFor(audience)), Strong(marked)),
            best.Text is null ? null : EvidenceFinder.Mark(best.Text, best.Tokens, Strong(marked)),
            document.Named && (member || document.Kind != RecordKind.Need) ? document.OrganisationName : null,
            document.Field, member || document.Kind != RecordKind.Need ? document.Industry : null,
            document.Kind == RecordKind.Achievement || member ? document.Trl : null,
            member ? document.AmountWan : null,
            member || document.Kind != RecordKind.Need ? document.Modes : [], document.Keywords, document.IpSummary, document.Status, document.PublishedAt);
    }

    // Single characters of a longer query would speckle the text; words and bigrams say why it was found.
    private static HashSet<string> Strong(HashSet<string> marked) =>
        marked.Any(m => m.Length > 1) ? [.. marked.Where(m => m.Length > 1)] : marked;

    private static IReadOnlyList<RecordKind> KindsOf(string? kind) =>
        string.IsNullOrEmpty(kind) ? []
        : Enum.TryParse<RecordKind>(kind, true, out var one) && Enum.IsDefined(one) ? [one]
        : throw ProblemException.Invalid("kind", $"没有“{kind}”这一类，可选 need、achievement、expert", $"There is no kind '{kind}': need, achievement or expert");

    private static string? Known(string name, string list, string? code, string? other = null) =>
        string.IsNullOrEmpty(code) ? null
        : CodeList.Of(list).Has(code) || (other is not null && CodeList.Of(other).Has(code)) ? code
        : throw ProblemException.Invalid(name, $"没有“{code}”这个选项", $"There is no option '{code}'");
}
