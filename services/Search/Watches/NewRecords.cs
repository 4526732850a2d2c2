using Matchmaking.Contracts;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>
/// Looks for partners of newly published records and for those who watch, a batch at a time and all of a batch or none:
/// what an engine that is away or a crash interrupts is done again.
/// </summary>
internal sealed class NewRecords(
    SearchDbContext db, DocumentStore documents, ISearchIndex index, PartnerSuggester partners, WatchMatcher watches, LatentModels latent, IndexFormat format, TimeProvider time)
{
    private const int Batch = 3;

    // Chances are those of the whole ranker: a record waits for its vectors and for the latent model, but not for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // While publications keep coming, becoming findable goes before: suggestions may be some seconds late.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(20);

    /// <returns>How many records were looked at.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (overdue, before) = (now - Patience, await db.NewRecords.AnyAsync(r => r.At > now - Quiet, cancellation) ? now - LongestBurst : now);
        var ready = latent.Current is not null;
        var waiting = await db.NewRecords
            .Where(r => r.At <= before && (r.At < overdue || (ready && (format.Model == null || db.Texts.Any(t => t.Id == r.Id && t.Model == format.Model)))))
            .OrderBy(r => r.At).ThenBy(r => r.Id).Take(Batch).ToListAsync(cancellation);
        if (waiting.Count == 0)
        {
            return 0;
        }

        // Two records of one burst find each other only if the index has one of them by the time that the other is looked at,
        // and are likely enough only if their words have been learned.
        await index.RefreshAsync(cancellation);
        await latent.LevelAsync(cancellation);
        var fresh = (await documents.FindAsync([.. waiting.Select(r => r.Id)], cancellation)).Values.Where(d => d.Visible).OrderBy(d => d.Id).ToList();
        foreach (var document in fresh)
        {
            await partners.SuggestAsync(document, cancellation);
        }

        await watches.MatchAsync([.. fresh.Where(d => d.Level <= Disclosure.L1)], cancellation);
        db.NewRecords.RemoveRange(waiting);
        await db.SaveChangesAsync(cancellation);
        return waiting.Count;
    }
}
