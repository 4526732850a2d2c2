using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Upkeep;

/// <summary>Measures one service's backlog every quarter of a minute and cleans up every hour.</summary>
internal sealed partial class Housekeeper(
    ServiceMessaging service, BacklogReader reader, Cleaner cleaner, MessagingTelemetry telemetry, TimeProvider time,
    ILogger<Housekeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Clean = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanAt = time.GetUtcNow();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do
            {
                try
                {
                    telemetry.Observe(service.Service, await reader.ReadAsync(service.DbContext, stoppingToken));
                    if (time.GetUtcNow() < cleanAt)
                        continue;
                    cleanAt = time.GetUtcNow() + Clean;
                    await cleaner.CleanAsync(service.DbContext, stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(error, service.Service);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The message tables of {Service} could not be looked after")]
    private partial void LogFailed(Exception error, string service);
}
