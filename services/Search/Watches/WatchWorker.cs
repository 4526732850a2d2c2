using Matchmaking.Search.Index;

namespace Matchmaking.Search.Watches;

/// <summary>Compares new records with the watches, and sends digests when they are due.</summary>
internal sealed partial class WatchWorker(IServiceProvider services, TimeProvider time, ILogger<WatchWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunAsync<WatchMatcher>(m => m.RunOnceAsync(stoppingToken)) > 0)
                {
                }

                while (await RunAsync<WatchDigest>(d => d.RunOnceAsync(stoppingToken)) > 0)
                {
                }
            }
            catch (SearchUnavailableException)
            {
                // The records wait; the engine's own watch says that it is away.
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<int> RunAsync<T>(Func<T, Task<int>> work) where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Comparing new records with watches failed; trying again")]
    private partial void LogFailed(Exception exception);
}

internal static class WatchServices
{
    public static void AddWatches(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<UnsubscribeTokens>();
        builder.Services.AddScoped<WatchMatcher>();
        builder.Services.AddScoped<WatchDigest>();
        builder.Services.AddHostedService<WatchWorker>();
    }
}
