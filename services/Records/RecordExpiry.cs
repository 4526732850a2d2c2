using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records;

/// <summary>Expires visible records whose owner has not confirmed them in time. Any replica may run it: versions decide.</summary>
public sealed partial class RecordExpiry<TDb, TRecord, TContent, TStatus>(
    IServiceProvider services, TimeProvider time, ILogger<RecordExpiry<TDb, TRecord, TContent, TStatus>> logger) : BackgroundService
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    private const int Batch = 50;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Expires what is due now.</summary>
    /// <returns>How many records expired.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<RecordStore<TDb, TRecord, TContent, TStatus>>();
        var now = store.Now;
        var transition = store.Definition.OnExpired;
        var from = transition.From;
        var due = await store.Db.Records.Where(r => r.ValidUntil < now && from.Contains(r.Status))
            .OrderBy(r => r.ValidUntil).Take(Batch).ToListAsync(cancellation);
        foreach (var record in due)
        {
            store.Apply(record, transition, Actor.System, null);
            try
            {
                await store.Db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed it this very moment: the next round looks again.
                store.Db.ChangeTracker.Clear();
                break;
            }
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                while (await RunOnceAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Expiring records failed; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
