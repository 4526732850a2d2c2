using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>Makes, at start, the ranker's texts of documents that an older release stored without.</summary>
internal sealed partial class TextBackfill(IServiceProvider services, TimeProvider time, ILogger<TextBackfill> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (!await FillAsync(stoppingToken))
                {
                    return;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <returns>False where none is left.</returns>
    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var rows = await db.Documents.AsNoTracking().Where(d => !db.Texts.Any(t => t.Id == d.Id)).OrderBy(d => d.Id).Take(Batch).ToListAsync(cancellation);
        db.Texts.AddRange(rows.Select(r => new StoredText { Id = r.Id, Bag = TokenBag.Of(DocumentStore.Read(r.Json).MatchedText()).ToBytes() }));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // A fact brought one of them meanwhile: the next look leaves it out.
        }

        return rows.Count > 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Texts of older documents could not be made; trying again")]
    private partial void LogFailed(Exception exception);
}
