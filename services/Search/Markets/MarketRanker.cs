using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Providers;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Markets;

/// <summary>
/// Ranks the entries of a closed market for one of them: posts for a candidate and candidates for a post, participants of
/// an event for another. The ranker is that of needs and their partners; what is compared is every text of the other side,
/// so no engine proposes candidates.
/// </summary>
/// <param name="ranker">On <see cref="MarketTexts"/>.</param>
internal sealed class MarketRanker(
    SearchDbContext db, Ranker ranker, LatentModels latent, ISearchIndex index, TranslationModel translation)
{
    // Nobody reads further.
    private const int Most = 100;

    /// <summary>The partners of an open entry, best first, with their reasons.</summary>
    public async Task<Page<MarketPartner>> RankAsync(MarketEntry entry, int number, int size, string language, CancellationToken cancellation)
    {
        await latent.ReadyAsync(cancellation);
        var mine = await db.MarketTexts.AsNoTracking().Where(t => t.EntryId == entry.Id).ToDictionaryAsync(t => t.Side, t => t.Id, cancellation);
        var others = await OthersAsync(entry, cancellation);
        var yours = mine.ToDictionary(m => m.Key, m => DocumentOf(entry, m.Key, m.Value));
        var offering = await RankSideAsync(yours.GetValueOrDefault(MarketSide.Sought), others[MarketSide.Offered], MarketDirection.TheyOffer, cancellation);
        var seeking = await RankSideAsync(yours.GetValueOrDefault(MarketSide.Offered), others[MarketSide.Sought], MarketDirection.TheySeek, cancellation);
        var partners = offering.Count == 0 || seeking.Count == 0
            ? [.. offering, .. seeking]
            : await MergeAsync(offering, seeking, yours[MarketSide.Offered], cancellation);
        var page = partners.Skip((number - 1) * size).Take(size).ToList();
        return new(await ExplainAsync(page, yours, (number - 1) * size, language, cancellation), partners.Count, number, size);
    }

    // Whoever brings nothing to the other side, is of the same organisation, or is to be kept apart, is not compared at all.
    private async Task<ILookup<MarketSide, Other>> OthersAsync(MarketEntry entry, CancellationToken cancellation)
    {
        var found = await db.MarketEntries.AsNoTracking()
            .Where(e => e.MarketId == entry.MarketId && e.Open && e.OrganisationId != entry.OrganisationId)
            .Join(db.MarketTexts, e => e.Id, t => t.EntryId, (e, t) => new { t.Id, t.EntryId, t.Side, e.OrganisationKey, e.OrganisationId, e.Avoid })
            .ToListAsync(cancellation);
        return found
            .Where(f => !KeepsAway(entry.Avoid, f.OrganisationKey, f.OrganisationId) && !KeepsAway(f.Avoid, entry.OrganisationKey, entry.OrganisationId))
            .ToLookup(f => f.Side, f => new Other(f.Id, f.EntryId));

        static bool KeepsAway(string avoid, string name, Guid organisation) =>
            avoid.Split('\n', StringSplitOptions.RemoveEmptyEntries) is var keys && (keys.Contains(name) || Avoidance.Holds(keys, organisation, null));
    }

    private async Task<List<Partner>> RankSideAsync(SearchDocument? mine, IEnumerable<Other> others, MarketDirection direction, CancellationToken cancellation)
    {
        if (mine is null)
        {
            return [];
        }

        var entries = others.ToDictionary(o => o.Text, o => o.Entry);
        return [.. (await ranker.RankAmongAsync(mine, entries.Keys, cancellation)).Take(Most).Select(r => new Partner(entries[r.Id], direction, r))];
    }

    // Scores compare within one ranking only, chances everywhere: they fall along each of the two, so that sorting by them
    // keeps both orders. A pair's chance is that of the side that seeks, as with needs and their partners.
    private async Task<List<Partner>> MergeAsync(List<Partner> offering, List<Partner> seeking, SearchDocument offered, CancellationToken cancellation)
    {
        var entries = await EntriesAsync([.. seeking.Select(p => p.Entry)], cancellation);
        var pairs = await ranker.CompareAsync(
            [.. seeking.Select(p => DocumentOf(entries[p.Entry], MarketSide.Sought, p.Candidate.Id))], [offered.Id], cancellation);
        var chances = Calibration.Falling(offering.Select(p => Calibration.ChanceOf(p.Candidate.Signals)))
            .Concat(Calibration.Falling(seeking.Select(p => pairs.TryGetValue((p.Candidate.Id, offered.Id), out var pair) ? Calibration.ChanceOf(pair) : 0)));
        return [.. offering.Concat(seeking).Zip(chances).OrderByDescending(p => p.Second).Select(p => p.First).DistinctBy(p => p.Entry).Take(Most)];
    }

    private async Task<IReadOnlyList<MarketPartner>> ExplainAsync(
        List<Partner> page, Dictionary<MarketSide, SearchDocument> yours, int before, string language, CancellationToken cancellation)
    {
        var entries = await EntriesAsync([.. page.Select(p => p.Entry)], cancellation);
        var pairs = page.Select(p =>
        {
            var (mine, theirs) = p.Direction == MarketDirection.TheyOffer ? (MarketSide.Sought, MarketSide.Offered) : (MarketSide.Offered, MarketSide.Sought);
            return (Partner: p, Mine: yours[mine], Theirs: DocumentOf(entries[p.Entry], theirs, p.Candidate.Id));
        }).ToList();
        var statistics = await index.StatisticsAsync(
            [.. pairs.SelectMany(p => new[] { p.Mine, p.Theirs }).Distinct().SelectMany(d => QueryTokens.Of(d)).Select(t => t.Text).Distinct()], cancellation);
        var names = await db.NamesAsync([.. entries.Values.Select(e => e.OrganisationId).Distinct()], cancellation);
        return [.. pairs.Select((pair, i) =>
        {
            var details = DetailsOf(entries[pair.Partner.Entry]);
            var organisation = details.Organisation is { } told ? names.GetValueOrDefault(entries[pair.Partner.Entry].OrganisationId, told) : null;
            var evidence = new EvidenceFinder(statistics, translation, pair.Mine.Kind == RecordKind.Need).Between(pair.Mine, pair.Theirs);
            var labels = FieldLabels.Of(details.Kind);
            return new MarketPartner(
                before + i + 1, details.Kind, pair.Partner.Entry, details.Number, details.Title, organisation, pair.Partner.Direction, details.Field,
                evidence.Passages, Requirements.Check(pair.Mine, pair.Theirs, language), evidence.Contributions(labels, language),
                SignalWords.Shares(pair.Partner.Candidate.Parts, language));
        })];
    }

    private Task<Dictionary<Guid, MarketEntry>> EntriesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        db.MarketEntries.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellation);

    private static MarketDetails DetailsOf(MarketEntry entry) => JsonSerializer.Deserialize<MarketDetails>(entry.Json, JsonDefaults.Options)!;

    // The form in which the ranker and the finder of evidence take what is compared.
    private static SearchDocument DocumentOf(MarketEntry entry, MarketSide side, Guid text)
    {
        var details = DetailsOf(entry);
        return new()
        {
            Kind = side == MarketSide.Sought ? RecordKind.Need : RecordKind.Expert,
            Id = text,
            Version = entry.Version,
            Visible = true,
            Level = Disclosure.L2,
            OrganisationId = entry.OrganisationId,
            OrganisationName = details.Organisation ?? "",
            Named = details.Organisation is not null,
            AuthorId = entry.AuthorId ?? Guid.Empty,
            Number = details.Number,
            Status = "",
            Title = details.Title,
            Field = details.Field,
            Texts = details.Of(side),
        };
    }

    private sealed record Other(Guid Text, Guid Entry);

    private sealed record Partner(Guid Entry, MarketDirection Direction, RankedCandidate Candidate);
}
