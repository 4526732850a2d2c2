using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>
/// Deletes idempotency keys older than <c>Idempotency:KeepDays</c>, every hour, a batch a statement: an answer is kept for
/// as long as a client may repeat its request, not for ever. Any replica may run it.
/// </summary>
public sealed partial class IdempotencyCleaner(
    IServiceScopeFactory scopes, HostedModules modules, IConfiguration configuration, TimeProvider time, ILogger<IdempotencyCleaner> logger)
    : BackgroundService
{
    private const int Batch = 500;
    private const double DefaultKeepDays = 7;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <returns>How many rows were deleted.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-configuration.GetValue("Idempotency:KeepDays", DefaultKeepDays));
        var total = 0;
        foreach (var context in modules.All.Select(m => m.DbContext).OfType<Type>())
        {
            int deleted;
            do
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = (DbContext)scope.ServiceProvider.GetRequiredService(context);
                deleted = await db.Set<IdempotencyKey>().Where(k => k.At < before).OrderBy(k => k.At).Take(Batch).ExecuteDeleteAsync(cancellation);
                total += deleted;
            }
            while (deleted == Batch);
        }

        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old idempotency keys could not be deleted; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
