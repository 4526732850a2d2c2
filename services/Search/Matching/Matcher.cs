using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Matching;

/// <summary>Ranks partners for a record and says why.</summary>
internal sealed class Matcher(ISearchIndex index, DocumentStore documents)
{
    private const int Candidates = 100;

    /// <summary>The ranked partners of a record, best first.</summary>
    /// <param name="source">The record that looks for partners.</param>
    /// <param name="kind">Kind of the partners.</param>
    public async Task<Page<Suggestion>> SuggestAsync(
        SearchDocument source, RecordKind kind, int number, int size, string language, CancellationToken cancellation)
    {
        var ranked = await RankAsync(source, kind, cancellation);
        var page = ranked.Skip((number - 1) * size).Take(size).ToList();
        if (page.Count == 0)
        {
            return new([], ranked.Count, number, size);
        }

        var statistics = await index.StatisticsAsync([.. QueryTokens.Of(source).Select(t => t.Text)], cancellation);
        return new(
            [.. page.Select((hit, i) => Explain(source, hit, ((number - 1) * size) + i + 1, statistics, language))],
            ranked.Count, number, size);
    }

    /// <summary>The partners worth showing with their scores; conflicts are taken out before anything is scored by hand.</summary>
    public async Task<IReadOnlyList<(SearchDocument Document, double Score)>> RankAsync(
        SearchDocument source, RecordKind kind, CancellationToken cancellation)
    {
        var tokens = QueryTokens.Of(source);
        if (tokens.Count == 0)
        {
            return [];
        }

        var found = await index.SearchAsync(
            new IndexQuery(tokens, Disclosure.L1, [kind], 0, Candidates) { NotOrganisation = source.OrganisationId }, cancellation);
        var byId = await documents.FindAsync([.. found.Hits.Select(h => h.Id)], cancellation);
        var statistics = await index.StatisticsAsync([.. tokens.Select(t => t.Text)], cancellation);
        var ideal = tokens.Sum(t => t.Weight * statistics.Idf(t.Text));
        return [.. found.Hits
            .Where(h => byId.TryGetValue(h.Id, out var d) && d.Visible && !Requirements.AreApart(source, d))
            .Select(h => (Document: byId[h.Id], Score: Usefulness.Of(h.Score, ideal)))
            .Where(r => r.Score >= Usefulness.WorthShowing)];
    }

    private static Suggestion Explain(
        SearchDocument source, (SearchDocument Document, double Score) hit, int rank, TokenStatistics statistics, string language)
    {
        var document = hit.Document;
        var evidence = Evidence.Between(source, document, statistics);
        var requirements = Requirements.Check(source, document, language);
        var labels = FieldLabels.Of(document.Kind);
        return new Suggestion(
            rank, document.Kind, document.Id, document.Number, document.TitleFor(Disclosure.L1),
            document.Named ? document.OrganisationName : null, Math.Round(hit.Score, 3), Usefulness.Band(hit.Score),
            document.Field, document.Trl, document.AmountWan, document.IpSummary, document.Modes, document.Keywords,
            evidence.Passages, requirements, Requirements.Missing(requirements, language),
            [.. evidence.FieldShares.Where(s => s.Value >= 0.01).OrderByDescending(s => s.Value)
                .Select(s => new FieldContribution(s.Key, labels.GetValueOrDefault(s.Key)?.In(language) ?? s.Key, Math.Round(s.Value, 3)))]);
    }
}
