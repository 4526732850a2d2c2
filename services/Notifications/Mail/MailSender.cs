using Matchmaking.Notifications.Domain;

namespace Matchmaking.Notifications.Mail;

/// <summary>
/// Sends waiting mails, the oldest first; what fails is tried again, ever more seldom, for nearly three days. Every replica
/// runs one.
/// </summary>
internal sealed partial class MailSender(
    IServiceProvider services, IMailTransport transport, IConfiguration configuration, TimeProvider time, ILogger<MailSender> logger)
    : BackgroundService
{
    private const int Batch = 20;
    /// <summary>Tries after which a mail is given up.</summary>
    public const int MostAttempts = 12;

    private const int LongestError = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Shorter than the lease: a mail that hangs must not be sent by another sender meanwhile.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);


    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
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
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<MailQueue>();
        var due = await queue.ClaimAsync(_owner, Batch, cancellation);
        foreach (var mail in due)
        {
            if (await queue.StartAsync(mail, _owner, cancellation))
            {
                // Once it has left, that goes on record, even while the host stops.
                await queue.FinishAsync(mail, _owner, await TrySendAsync(mail, cancellation), CancellationToken.None);
            }
        }

        return due.Count;
    }

    private async Task<string?> TrySendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            await transport.SendAsync(MailTransports.Compose(mail, configuration["Mail:From"] ?? "noreply@localhost"), limit.Token);
            return null;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogMailFailed(exception, mail.Id, mail.Attempts + 1);
            return exception.Message.Length > LongestError ? exception.Message[..LongestError] : exception.Message;
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MailQueue>().ReleaseAsync(_owner, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The claims lapse by themselves.
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for mails to send failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Id} was not sent at attempt {Attempt}")]
    private partial void LogMailFailed(Exception exception, Guid id, int attempt);
}
