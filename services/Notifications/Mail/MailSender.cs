using Matchmaking.Notifications.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Mail;

/// <summary>Sends waiting mails, the oldest first; what fails is tried again, ever more seldom, for nearly three days.</summary>
internal sealed partial class MailSender(
    IServiceProvider services, IMailTransport transport, IConfiguration configuration, TimeProvider time, ILogger<MailSender> logger)
    : BackgroundService
{
    private const int Batch = 20;
    /// <summary>Tries after which a mail is given up.</summary>
    public const int MostAttempts = 12;

    private const int LongestError = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunOnceAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationsDbContext>();
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db.Mails
            .Where(m => m.SentAt == null && m.Attempts < MostAttempts && m.NextAttemptAt <= now)
            .OrderBy(m => m.WrittenAt).Take(Batch).ToListAsync(cancellation);
        foreach (var mail in due)
        {
            mail.Attempts++;
            mail.NextAttemptAt = now + TimeSpan.FromMinutes(Math.Pow(2, mail.Attempts));
            // The attempt is on record before the mail leaves: a crash in between costs a delay, not a second mail.
            await db.SaveChangesAsync(cancellation);
            try
            {
                await transport.SendAsync(MailTransports.Compose(mail, configuration["Mail:From"] ?? "noreply@localhost"), cancellation);
                mail.SentAt = now;
                mail.LastError = null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                mail.LastError = exception.Message.Length > LongestError ? exception.Message[..LongestError] : exception.Message;
                LogMailFailed(exception, mail.Id, mail.Attempts);
            }

            await db.SaveChangesAsync(cancellation);
        }

        return due.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for mails to send failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Id} was not sent at attempt {Attempt}")]
    private partial void LogMailFailed(Exception exception, Guid id, int attempt);
}
