using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation;

/// <summary>Ends interests that nobody answered long after they were due, so that they hold no place in a quota.</summary>
internal sealed partial class InterestExpiry(IServiceProvider services, TimeProvider time, ILogger<InterestExpiry> logger) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Grace = TimeSpan.FromDays(14);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <returns>How many ended.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<InterestStore>();
        var limit = store.Now - Grace;
        var due = await store.Db.Interests.Where(i => i.DueAt < limit).OrderBy(i => i.DueAt).Take(Batch).ToListAsync(cancellation);
        foreach (var interest in due)
        {
            store.Apply(interest, InterestStatus.Expired, InterestSide.Bureau, Actor.System, "expire", null);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Ending unanswered interests failed; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
