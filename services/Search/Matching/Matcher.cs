using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Providers;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Matching;

/// <summary>Ranks partners for a record and says why.</summary>
internal sealed class Matcher(
    Ranker ranker, LatentModels latent, ISearchIndex index, DocumentStore documents, TranslationModel translation, SearchDbContext db, ProviderFacts providers)
{
    // Nobody reads further.
    private const int Most = 60;

    /// <summary>The ranked partners of a record as they are shown: without hidden ones, with places for fair exposure.</summary>
    /// <param name="source">The record that looks for partners.</param>
    /// <param name="kind">Kind of the partners.</param>
    public async Task<Page<Suggestion>> SuggestAsync(
        SearchDocument source, RecordKind kind, int number, int size, string language, CancellationToken cancellation)
    {
        var list = await ListAsync(source, kind, cancellation);
        var shown = list.All.Where(m => m.Place > 0).OrderBy(m => m.Place).ToList();
        var page = shown.Skip((number - 1) * size).Take(size).ToList();
        if (page.Count == 0)
        {
            return new([], shown.Count, number, size);
        }

        var statistics = await StatisticsAsync(source, [.. page.Select(m => m.Document)], cancellation);
        return new([.. page.Select(Explained)], shown.Count, number, size);

        Suggestion Explained(Match match)
        {
            cancellation.ThrowIfCancellationRequested();
            return Explain(source, match, statistics, language) with { Saved = list.Marks.GetValueOrDefault(match.Document.Id)?.State == MarkState.Saved };
        }
    }

    /// <summary>The partners worth showing with their places, hidden ones too.</summary>
    /// <param name="included">In the list however small its chance, or null.</param>
    public async Task<MatchList> ListAsync(SearchDocument source, RecordKind kind, CancellationToken cancellation, Guid? included = null)
    {
        var matches = await RankAsync(source, kind, cancellation, included);
        var marks = await db.Marks.AsNoTracking().Where(m => m.SourceId == source.Id).ToDictionaryAsync(m => m.OtherId, cancellation);
        var open = matches.Where(m => marks.GetValueOrDefault(m.Document.Id)?.State != MarkState.Hidden && m.Chance >= Calibration.WorthShowing).ToList();
        // A place that is given for what its owner is would say who hides behind an anonymous record.
        var newcomers = await providers.ReasonsAsync([.. open.Where(m => m.Document.Named).Select(m => m.Document.OrganisationId)], cancellation);
        var places = FairExposure.Arrange(
            [.. open.Select(m => m.Document.Named
                ? new ExposureCandidate(m.Document.Id, m.Document.OrganisationId, m.Ranked.Score, newcomers.ContainsKey(m.Document.OrganisationId))
                : new ExposureCandidate(m.Document.Id, m.Document.Id, m.Ranked.Score, false))],
            providers.Share);
        var placed = places.Select((p, i) => (p, Place: i + 1)).ToDictionary(p => p.p.Id);
        return new(
            [.. matches.Select(m => placed.TryGetValue(m.Document.Id, out var at)
                ? m with
                {
                    Place = at.Place,
                    Promotion = at.p.Displaced is { } displaced
                        ? new Promotion(newcomers[m.Document.OrganisationId], at.p.From, displaced, Math.Round(at.p.Distance, 3))
                        : null,
                }
                : m)],
            marks);
    }

    /// <summary>The partners worth showing, best first; none where the base has nothing suitable.</summary>
    /// <param name="included">Among them however small its chance, or null.</param>
    public async Task<IReadOnlyList<Match>> RankAsync(SearchDocument source, RecordKind kind, CancellationToken cancellation, Guid? included = null)
    {
        await latent.ReadyAsync(cancellation);
        var all = await ranker.RankAsync(source, FilterFor(source, kind), cancellation, included);
        var first = all.Take(Most).ToList();
        if (included is { } id && first.All(r => r.Id != id))
        {
            first.AddRange(all.Where(r => r.Id == id));
        }

        var byId = await documents.FindAsync([.. first.Select(r => r.Id)], cancellation);
        var fitting = first.Where(r => byId.TryGetValue(r.Id, out var document) && document.IsOpenTo(Disclosure.L1, []) && !Requirements.AreApart(source, document)).ToList();
        var chances = await ChancesAsync(source, fitting, byId, cancellation);
        var worth = fitting.Where(r => chances[r.Id] >= Calibration.WorthShowing).ToList();
        var falling = Calibration.Falling(worth.Select(r => chances[r.Id]));
        var suitable = falling.Count > 0 && falling[0] >= Calibration.Suitable;
        return
        [
            .. suitable ? worth.Select((r, i) => new Match(byId[r.Id], r, falling[i])) : [],
            .. fitting.Where(r => r.Id == included && !(suitable && worth.Contains(r))).Select(r => new Match(byId[r.Id], r, chances[r.Id])),
        ];
    }

    // The chance was measured for needs that ask. Whoever asks, a pair's chance is that of its need, so that both sides read
    // the same figure.
    private async Task<IReadOnlyDictionary<Guid, double>> ChancesAsync(
        SearchDocument source, IReadOnlyList<RankedCandidate> partners, IReadOnlyDictionary<Guid, SearchDocument> byId, CancellationToken cancellation)
    {
        if (source.Kind == RecordKind.Need)
        {
            return partners.ToDictionary(p => p.Id, p => Calibration.ChanceOf(p.Signals));
        }

        var signals = await ranker.CompareAsync([.. partners.Select(p => byId[p.Id])], [source.Id], cancellation);
        return partners.ToDictionary(p => p.Id, p => signals.TryGetValue((p.Id, source.Id), out var pair) ? Calibration.ChanceOf(pair) : 0);
    }

    /// <summary>Whom a record may be matched with.</summary>
    internal static IndexQuery FilterFor(SearchDocument source, RecordKind kind) => new([], Disclosure.L1, [kind], 0, 0)
    {
        NotOrganisation = source.OrganisationId,
        NotAvoiding = Avoidance.KeysOf(source.OrganisationId, source.OrganisationName),
    };

    private Task<TokenStatistics> StatisticsAsync(SearchDocument source, IReadOnlyList<SearchDocument> partners, CancellationToken cancellation) =>
        index.StatisticsAsync([.. partners.Append(source).SelectMany(d => QueryTokens.Of(d)).Select(t => t.Text).Distinct()], cancellation);

    private Suggestion Explain(SearchDocument source, Match match, TokenStatistics statistics, string language)
    {
        var document = match.Document;
        var evidence = new EvidenceFinder(statistics, translation, source.Kind == RecordKind.Need).Between(source, document);
        var requirements = Requirements.Check(source, document, language);
        return new Suggestion(
            match.Place, document.Kind, document.Id, document.Number, document.TitleFor(Disclosure.L1),
            document.Named ? document.OrganisationName : null, Math.Round(match.Chance, 3), Calibration.Band(match.Chance),
            document.Field, document.Trl, document.AmountWan, document.IpSummary, document.Modes, document.Keywords,
            evidence.Passages, requirements, Requirements.Missing(requirements, language),
            evidence.Contributions(FieldLabels.Of(document.Kind), language), SignalWords.Shares(match.Ranked.Parts, language), match.Promotion);
    }
}

/// <summary>A partner worth showing.</summary>
/// <param name="Chance">See <see cref="Calibration"/>.</param>
internal sealed record Match(SearchDocument Document, RankedCandidate Ranked, double Chance)
{
    /// <summary>From 1 as shown; 0 for one that is not.</summary>
    public int Place { get; init; }

    public Promotion? Promotion { get; init; }
}

/// <summary>Partners by score, and how the owner marked them.</summary>
internal sealed record MatchList(IReadOnlyList<Match> All, IReadOnlyDictionary<Guid, PartnerMark> Marks);
