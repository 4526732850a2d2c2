using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Matching;

/// <summary>Ranks partners for a record and says why.</summary>
internal sealed class Matcher(Ranker ranker, ISearchIndex index, DocumentStore documents, TranslationModel translation)
{
    // Nobody reads further; conflicts among them are taken out before.
    private const int Most = 60;

    /// <summary>The ranked partners of a record, best first.</summary>
    /// <param name="source">The record that looks for partners.</param>
    /// <param name="kind">Kind of the partners.</param>
    public async Task<Page<Suggestion>> SuggestAsync(
        SearchDocument source, RecordKind kind, int number, int size, string language, CancellationToken cancellation)
    {
        var matches = await RankAsync(source, kind, cancellation);
        var page = matches.Skip((number - 1) * size).Take(size).ToList();
        if (page.Count == 0)
        {
            return new([], matches.Count, number, size);
        }

        var statistics = await StatisticsAsync(source, [.. page.Select(m => m.Document)], cancellation);
        return new(
            [.. page.Select((match, i) => Explain(source, match, ((number - 1) * size) + i + 1, statistics, language))],
            matches.Count, number, size);
    }

    /// <summary>The partners worth showing, best first; none where the base has nothing suitable.</summary>
    public async Task<IReadOnlyList<Match>> RankAsync(SearchDocument source, RecordKind kind, CancellationToken cancellation)
    {
        var ranked = (await ranker.RankAsync(source, FilterFor(source, kind), cancellation))
            .Where(r => Calibration.ChanceOf(r.Signals) >= Calibration.WorthShowing)
            .Take(Most)
            .ToList();
        var byId = await documents.FindAsync([.. ranked.Select(r => r.Id)], cancellation);
        var fitting = ranked.Where(r => byId.TryGetValue(r.Id, out var d) && d.Visible && !Requirements.AreApart(source, d)).ToList();
        var chances = Calibration.Falling(fitting.Select(r => Calibration.ChanceOf(r.Signals)));
        if (chances.Count == 0 || chances[0] < Calibration.Suitable)
        {
            return [];
        }

        return [.. fitting.Select((r, i) => new Match(byId[r.Id], r, chances[i]))];
    }

    /// <summary>Whom a record may be matched with.</summary>
    internal static IndexQuery FilterFor(SearchDocument source, RecordKind kind) => new([], Disclosure.L1, [kind], 0, 0)
    {
        NotOrganisation = source.OrganisationId,
        NotAvoiding = Avoidance.Key(source.OrganisationName),
    };

    private Task<TokenStatistics> StatisticsAsync(SearchDocument source, IReadOnlyList<SearchDocument> partners, CancellationToken cancellation) =>
        index.StatisticsAsync([.. partners.Append(source).SelectMany(d => QueryTokens.Of(d)).Select(t => t.Text).Distinct()], cancellation);

    private Suggestion Explain(SearchDocument source, Match match, int rank, TokenStatistics statistics, string language)
    {
        var document = match.Document;
        var evidence = new EvidenceFinder(statistics, translation, source.Kind == RecordKind.Need).Between(source, document);
        var requirements = Requirements.Check(source, document, language);
        var labels = FieldLabels.Of(document.Kind);
        return new Suggestion(
            rank, document.Kind, document.Id, document.Number, document.TitleFor(Disclosure.L1),
            document.Named ? document.OrganisationName : null, Math.Round(match.Chance, 3), Calibration.Band(match.Chance),
            document.Field, document.Trl, document.AmountWan, document.IpSummary, document.Modes, document.Keywords,
            evidence.Passages, requirements, Requirements.Missing(requirements, language),
            [.. evidence.FieldShares.Where(s => s.Value >= 0.01).OrderByDescending(s => s.Value)
                .Select(s => new FieldContribution(s.Key, labels.GetValueOrDefault(s.Key)?.In(language) ?? s.Key, Math.Round(s.Value, 3)))],
            SignalWords.Shares(match.Ranked.Parts, language));
    }
}

/// <summary>A partner worth showing.</summary>
/// <param name="Chance">See <see cref="Calibration"/>.</param>
internal sealed record Match(SearchDocument Document, RankedCandidate Ranked, double Chance);
