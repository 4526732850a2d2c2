using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>
/// Compares newly published records with all watches, several at a time: one query finds the saved searches by their words,
/// one the watched records among those that the engine finds near. What is good enough is told at once, up to a quota; the
/// rest waits for the week's digest.
/// </summary>
internal sealed class WatchMatcher(
    SearchDbContext db, DocumentStore documents, Ranker ranker, ISearchIndex index, TranslationModel translation, UnsubscribeTokens tokens, TimeProvider time)
{
    /// <summary>Messages that a member gets at once within a day; more wait for the digest.</summary>
    public const int InstantPerDay = 5;

    private const double InstantFrom = 0.5;
    private const int MostWords = 8;
    private const int LongestPassage = 90;

    /// <summary>Tells those who watch; saved by the caller.</summary>
    /// <param name="fresh">Newly published records that members may see.</param>
    public async Task MatchAsync(IReadOnlyList<SearchDocument> fresh, CancellationToken cancellation)
    {
        if (fresh.Count > 0)
        {
            List<Found> found = [.. await SearchesAsync(fresh, cancellation), .. await RecordsAsync(fresh, cancellation)];
            await TellAsync(await NewOnesAsync(found, cancellation), cancellation);
        }
    }

    private async Task<List<Found>> SearchesAsync(IReadOnlyList<SearchDocument> fresh, CancellationToken cancellation)
    {
        var bags = fresh.ToDictionary(d => d.Id, d => TokenBag.Of(d.MatchedText()));
        List<long> terms = [.. bags.Values.SelectMany(b => b.Tokens).Select(t => (long)t).Distinct(), WatchTerm.Any];
        var rows = await (
            from term in db.WatchTerms.AsNoTracking()
            join watch in Open() on term.WatchId equals watch.Id
            where EF.Parameter(terms).Contains(term.Term)
            select new { Watch = watch, term.Term }).ToListAsync(cancellation);
        return [.. from candidates in rows.GroupBy(r => r.Watch.Id)
            let watch = candidates.First().Watch
            from document in fresh
            where watch.MayTell(document) && Fits(watch, document)
            let held = candidates.Count(c => c.Term != WatchTerm.Any && bags[document.Id].CountOf((uint)c.Term) > 0)
            where watch.Terms == 0 || held >= Needed(watch.Terms)
            let share = watch.Terms == 0 ? 1 : (double)held / watch.Terms
            select new Found(watch, document, share, share >= 1, null)];
    }

    private async Task<List<Found>> RecordsAsync(IReadOnlyList<SearchDocument> fresh, CancellationToken cancellation)
    {
        var near = new Dictionary<Guid, HashSet<Guid>>();
        foreach (var document in fresh)
        {
            RecordKind[] kinds = document.Kind == RecordKind.Need ? [RecordKind.Achievement, RecordKind.Expert] : [RecordKind.Need];
            // The watched record may be closed to others: it is its owner who is told.
            near[document.Id] = await ranker.CandidatesAsync(
                document, new IndexQuery([], Disclosure.Owner, kinds, 0, 0) { NotOrganisation = document.OrganisationId }, cancellation);
        }

        List<Guid> ids = [.. near.Values.SelectMany(n => n).Distinct()];
        var watches = await Open().Where(w => w.RecordId != null && EF.Parameter(ids).Contains(w.RecordId!.Value)).ToListAsync(cancellation);
        if (watches.Count == 0)
        {
            return [];
        }

        List<Guid> watched = [.. watches.Select(w => w.RecordId!.Value).Distinct()];
        var sources = await documents.FindAsync(watched, cancellation);
        var hidden = (await db.Marks.AsNoTracking().Where(m => watched.Contains(m.SourceId) && m.State == MarkState.Hidden)
            .Select(m => new { m.SourceId, m.OtherId }).ToListAsync(cancellation)).Select(m => (m.SourceId, m.OtherId)).ToHashSet();
        var chances = await ChancesAsync([.. sources.Values.Where(s => s.Visible)], fresh, cancellation);
        return [.. from watch in watches
            from document in fresh
            where near[document.Id].Contains(watch.RecordId!.Value) && chances.ContainsKey((watch.RecordId!.Value, document.Id))
            let source = sources[watch.RecordId!.Value]
            where watch.MayTell(document) && !Requirements.AreApart(source, document) && !hidden.Contains((source.Id, document.Id))
            let chance = chances[(source.Id, document.Id)]
            where chance >= Calibration.Suitable
            select new Found(watch, document, chance, chance >= InstantFrom, source)];
    }

    // A pair's chance is that of its need, see Matcher.
    private async Task<Dictionary<(Guid Source, Guid Document), double>> ChancesAsync(
        IReadOnlyList<SearchDocument> sources, IReadOnlyList<SearchDocument> fresh, CancellationToken cancellation)
    {
        var (needs, others) = (sources.Where(s => s.Kind == RecordKind.Need).ToList(), sources.Where(s => s.Kind != RecordKind.Need).ToList());
        var asked = await ranker.CompareAsync(needs, [.. fresh.Where(d => d.Kind != RecordKind.Need).Select(d => d.Id)], cancellation);
        var asking = await ranker.CompareAsync([.. fresh.Where(d => d.Kind == RecordKind.Need)], [.. others.Select(o => o.Id)], cancellation);
        return asked.Select(s => (Pair: (s.Key.Asker, s.Key.Candidate), s.Value))
            .Concat(asking.Select(s => (Pair: (s.Key.Candidate, s.Key.Asker), s.Value)))
            .ToDictionary(s => s.Pair, s => Calibration.ChanceOf(s.Value));
    }

    private IQueryable<Watch> Open() =>
        from watch in db.Watches.AsNoTracking()
        where watch.PausedAt == null && !db.Providers.Any(p => p.Id == watch.OrganisationId && !p.Approved)
        select watch;

    private static bool Fits(Watch watch, SearchDocument document) =>
        (watch.Kind is null || watch.Kind == document.Kind)
        && (watch.Field is null || watch.Field == document.Field)
        && (watch.Mode is null || document.Modes.Contains(watch.Mode))
        && (watch.MinTrl is null || document.Trl >= watch.MinTrl);

    // As the search page finds.
    private static int Needed(int terms) => Math.Max(1, (int)Math.Round(QueryTokens.ShareNeeded(terms) * terms));

    // A record that was withdrawn and published again is told once.
    private async Task<List<Found>> NewOnesAsync(List<Found> found, CancellationToken cancellation)
    {
        var (watches, fresh) = (found.Select(f => f.Watch.Id).Distinct().ToList(), found.Select(f => f.Document.Id).Distinct().ToList());
        var told = (await db.WatchHits.AsNoTracking().Where(h => EF.Parameter(watches).Contains(h.WatchId) && fresh.Contains(h.DocumentId))
            .Select(h => new { h.WatchId, h.DocumentId }).ToListAsync(cancellation)).Select(h => (h.WatchId, h.DocumentId)).ToHashSet();
        return [.. found.Where(f => !told.Contains((f.Watch.Id, f.Document.Id)))];
    }

    private async Task TellAsync(List<Found> found, CancellationToken cancellation)
    {
        if (found.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var day = WatchTimes.StartOfDay(now);
        List<Guid> accounts = [.. found.Where(f => f.Instant).Select(f => f.Watch.AccountId).Distinct()];
        var spent = await db.WatchHits.AsNoTracking().Where(h => EF.Parameter(accounts).Contains(h.AccountId) && h.Instant && h.ToldAt >= day)
            .GroupBy(h => h.AccountId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var statistics = await index.StatisticsAsync(
            [.. found.Where(f => f.Source is not null).SelectMany(f => new[] { f.Source!, f.Document }).DistinctBy(d => d.Id)
                .SelectMany(d => QueryTokens.Of(d)).Select(t => t.Text).Distinct()], cancellation);
        foreach (var item in found.OrderByDescending(f => f.Instant).ThenByDescending(f => f.Weight).ThenBy(f => f.Document.Id).ThenBy(f => f.Watch.Id))
        {
            var match = Explain(item, statistics);
            var instant = item.Instant && spent.GetValueOrDefault(item.Watch.AccountId) < InstantPerDay;
            var hit = new WatchHit
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                WatchId = item.Watch.Id,
                AccountId = item.Watch.AccountId,
                DocumentId = item.Document.Id,
                At = now,
                Weight = item.Weight,
                Instant = instant,
                ToldAt = instant ? now : null,
                Json = WatchHit.Write(match),
            };
            db.WatchHits.Add(hit);
            if (instant)
            {
                spent[item.Watch.AccountId] = spent.GetValueOrDefault(item.Watch.AccountId) + 1;
                var token = await tokens.OfAsync(item.Watch.Id, all: false, cancellation);
                db.Publish(new WatchMatched(hit.Id, 1, now, new WatchMatchSnapshot(item.Watch.AccountId, false, [match], 0, token)));
            }
        }

        await CountAsync(found, now, cancellation);
    }

    private async Task CountAsync(List<Found> found, DateTime now, CancellationToken cancellation)
    {
        var counts = found.GroupBy(f => f.Watch.Id).ToDictionary(g => g.Key, g => g.Count());
        List<Guid> ids = [.. counts.Keys];
        foreach (var watch in await db.Watches.Where(w => EF.Parameter(ids).Contains(w.Id)).ToListAsync(cancellation))
        {
            (watch.Matches, watch.MatchedAt) = (watch.Matches + counts[watch.Id], now);
        }
    }

    private WatchMatch Explain(Found item, TokenStatistics statistics)
    {
        var (document, watch) = (item.Document, item.Watch);
        var (words, passage) = item.Source is { } source
            ? Shared(new EvidenceFinder(statistics, translation, source.Kind == RecordKind.Need).Between(source, document).Passages)
            : Matching(watch.Query ?? "", document);
        return new(
            watch.Id, watch.Name, document.Kind, document.Id, document.Number, document.TitleFor(Disclosure.L1),
            item.Source is null ? null : Math.Round(item.Weight, 3), words, passage);
    }

    private static (IReadOnlyList<string> Words, string? Passage) Shared(IReadOnlyList<PassagePair> passages) =>
        ([.. passages.SelectMany(p => p.Theirs.Marks.Select(m => p.Theirs.Text.Substring(m.Start, m.Length))).Distinct().Take(MostWords)],
            passages.FirstOrDefault()?.Theirs.Text);

    private static (IReadOnlyList<string> Words, string? Passage) Matching(string query, SearchDocument document)
    {
        var wanted = TextAnalyzer.Analyze(query).Select(t => t.Text).ToHashSet();
        var strong = wanted.Any(w => w.Length > 1) ? wanted.Where(w => w.Length > 1).ToHashSet() : wanted;
        var best = document.Texts.Where(t => t.Tier <= Disclosure.L1)
            .SelectMany(t => t.Text.Split(['。', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(s => EvidenceFinder.Mark(s, TextAnalyzer.Analyze(s), strong))
            .OrderByDescending(m => m.Marks.Sum(k => k.Length))
            .FirstOrDefault(m => m.Marks.Count > 0);
        return best is null
            ? ([], null)
            : ([.. best.Marks.Select(m => best.Text.Substring(m.Start, m.Length)).Distinct().Take(MostWords)],
                best.Text.Length > LongestPassage ? best.Text[..LongestPassage] + "…" : best.Text);
    }

    /// <param name="Weight">The chance, or the share of the search's words.</param>
    /// <param name="Source">The watched record; null for a saved search.</param>
    private sealed record Found(Watch Watch, SearchDocument Document, double Weight, bool Instant, SearchDocument? Source);
}
