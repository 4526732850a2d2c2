using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>Makes, at start, the ranker's texts of documents that an older release stored without.</summary>
internal sealed class TextBackfill(IServiceProvider services) : BackgroundService
{
    private const int Batch = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
            var rows = await db.Documents.AsNoTracking().Where(d => !db.Texts.Any(t => t.Id == d.Id)).OrderBy(d => d.Id).Take(Batch).ToListAsync(stoppingToken);
            if (rows.Count == 0)
            {
                return;
            }

            db.Texts.AddRange(rows.Select(r => new StoredText { Id = r.Id, Bag = TokenBag.Of(DocumentStore.Read(r.Json).MatchedText()).ToBytes() }));
            try
            {
                await db.SaveChangesAsync(stoppingToken);
            }
            catch (DbUpdateException)
            {
                // A fact brought one of them meanwhile: the next look leaves it out.
            }
        }
    }
}
