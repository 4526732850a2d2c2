using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Watches;

/// <summary>Looks after new records, and sends digests when they are due.</summary>
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
                var start = time.GetTimestamp();
                while (await RunAsync<NewRecords>(n => n.RunOnceAsync(stoppingToken)) > 0)
                {
                    // Three times as long a rest as the work took: a burst of publications must not keep those who search
                    // waiting, nor the publications themselves.
                    await Task.Delay(time.GetElapsedTime(start) * 3, time, stoppingToken);
                    start = time.GetTimestamp();
                }

                while (await RunAsync<WatchDigest>(d => d.RunOnceAsync(stoppingToken)) > 0)
                {
                }
            }
            catch (SearchUnavailableException)
            {
                // The records wait; the engine's own watch says that it is away.
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking after new records failed; trying again")]
    private partial void LogFailed(Exception exception);
}

internal static class WatchServices
{
    public static void AddWatches(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<UnsubscribeTokens>();
        builder.Services.AddScoped<WatchMatcher>();
        builder.Services.AddScoped<WatchDigest>();
        builder.Services.AddScoped<PartnerSuggester>();
        builder.Services.AddScoped<NewRecords>();
        builder.Services.AddHostedService<WatchWorker>();
    }
}
