using Matchmaking.Notifications.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Mail;

/// <summary>
/// Blanks the bodies of mails that have left, or were given up, <c>Mail:KeepBodyDays</c> ago: they hold links and names
/// that nobody needs any more. That a mail went, to whom and when stays. Pauses that are over go. Any replica may run it.
/// </summary>
internal sealed partial class MailCleaner(
    IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<MailCleaner> logger) : BackgroundService
{
    private const int Batch = 500;
    private const double DefaultKeepDays = 30;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <returns>How many bodies were blanked.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-configuration.GetValue("Mail:KeepBodyDays", DefaultKeepDays));
        int blanked;
        var total = 0;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<NotificationsDbContext>();
            blanked = await db.Mails
                .Where(m => m.Body != "" && (m.SentAt < before || (m.SentAt == null && m.Attempts >= MailSender.MostAttempts && m.WrittenAt < before)))
                .OrderBy(m => m.Id).Take(Batch)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Body, ""), cancellation);
            total += blanked;
        }
        while (blanked == Batch);
        await using var last = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().UtcDateTime;
        await last.ServiceProvider.GetRequiredService<NotificationsDbContext>().MailPauses.Where(p => p.Until < now).ExecuteDeleteAsync(cancellation);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old mail bodies could not be blanked; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
