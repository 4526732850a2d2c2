using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>Tells each member, Mondays at 08:00, what the week brought beside the instant messages.</summary>
internal sealed class WatchDigest(SearchDbContext db, DocumentStore documents, UnsubscribeTokens tokens, TimeProvider time)
{
    private const int Batch = 50;
    private const int MostItems = 20;

    /// <returns>How many members were dealt with.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = WatchTimes.LastDigest(now);
        var accounts = await db.WatchHits.Where(h => h.ToldAt == null && h.At < until).Select(h => h.AccountId).Distinct().OrderBy(a => a).Take(Batch).ToListAsync(cancellation);
        if (accounts.Count == 0)
        {
            return 0;
        }

        var hits = await db.WatchHits.Where(h => accounts.Contains(h.AccountId) && h.ToldAt == null && h.At < until).ToListAsync(cancellation);
        // What was withdrawn, closed to the member, paused or suspended meanwhile is left out.
        var (watchIds, documentIds) = (hits.Select(h => h.WatchId).Distinct().ToList(), hits.Select(h => h.DocumentId).Distinct().ToList());
        var open = (await db.Watches.AsNoTracking().Where(w => EF.Parameter(watchIds).Contains(w.Id) && w.PausedAt == null
            && !db.Providers.Any(p => p.Id == w.OrganisationId && !p.Approved)).ToListAsync(cancellation)).ToDictionary(w => w.Id);
        var found = await documents.FindAsync(documentIds, cancellation);
        foreach (var member in hits.GroupBy(h => h.AccountId).OrderBy(g => g.Key))
        {
            // A record that suits several watches is named once, for the one it suits best.
            var items = member
                .Where(h => open.TryGetValue(h.WatchId, out var watch) && found.TryGetValue(h.DocumentId, out var document) && watch.MayTell(document))
                .OrderByDescending(h => h.Weight).ThenBy(h => h.Id).DistinctBy(h => h.DocumentId).ToList();
            if (items.Count > 0)
            {
                db.Publish(new WatchMatched(Guid.CreateVersion7(time.GetUtcNow()), 1, now, new WatchMatchSnapshot(
                    member.Key, true, [.. items.Take(MostItems).Select(h => h.Read())], Math.Max(0, items.Count - MostItems),
                    await tokens.OfAsync(member.Key, all: true, cancellation))));
            }

            foreach (var hit in member)
            {
                hit.ToldAt = now;
            }
        }

        await db.SaveChangesAsync(cancellation);
        return accounts.Count;
    }
}
