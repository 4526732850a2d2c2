using System.Diagnostics;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Outbox;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Inbox;

/// <summary>
/// Brings a delivery to its end: handled, or kept as poison. Only a stop, or an error of the poison store itself, gives it
/// back to the bus. An absent database is waited for and blamed on no message.
/// </summary>
internal sealed partial class InboxRunner(
    InboxStore store, DeliveryTracker tracker, InboxOptions options, MessagingTelemetry telemetry, TimeProvider time,
    ILogger<InboxRunner> logger)
{
    private const int ContentionAttempts = 20;

    public async Task ReceiveAsync(Subscription subscription, Delivery delivery, CancellationToken cancellation)
    {
        using var span = telemetry.Continue($"handle {subscription.Consumer}", ActivityKind.Consumer, delivery.TraceParent, delivery.TraceState);
        if (await TryHandleAsync(subscription, delivery, cancellation) is { } error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            LogPoison(error, FactNames.Of(subscription.Fact), delivery.MessageId, subscription.Consumer);
            var poison = new PoisonMessage
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                MessageId = delivery.MessageId,
                Consumer = subscription.Consumer,
                Name = FactNames.Of(subscription.Fact),
                Body = FactJson.Write(delivery.Fact),
                TraceParent = span?.Id ?? delivery.TraceParent,
                FailedAt = time.GetUtcNow().UtcDateTime,
                Attempts = options.MaxAttempts,
                Error = Databases.Trim(error.ToString(), MessagingModel.MaxError),
            };
            await RepeatAsync(subscription, _ => store.PoisonAsync(subscription.DbContext, poison, cancellation), null, cancellation);
        }
        tracker.Report(delivery.MessageId, subscription.Consumer);
    }

    /// <summary>Runs a handler of copies on an entity's present state.</summary>
    /// <exception cref="Exception">The handler failed for another reason than an absent or busy database.</exception>
    public async Task<CopyState> CompareAsync(Subscription subscription, IFact fact, CancellationToken cancellation)
    {
        var state = CopyState.Same;
        await RepeatAsync(subscription, async _ => state = await store.CompareAsync(subscription, fact, cancellation), null, cancellation);
        return state;
    }

    /// <returns>The error of the last attempt, or null when handled.</returns>
    private async Task<Exception?> TryHandleAsync(Subscription subscription, Delivery delivery, CancellationToken cancellation)
    {
        Exception? last = null;
        var handled = await RepeatAsync(subscription, async attempt =>
        {
            try
            {
                await store.HandleAsync(subscription, delivery, attempt, cancellation);
            }
            catch (Exception error)
            {
                last = error;
                throw;
            }
        }, options.MaxAttempts, cancellation);
        return handled ? null : last;
    }

    /// <summary>Repeats the work while the database is away or busy, and up to a limit while it fails for itself.</summary>
    /// <returns>False when the limit is reached; without one such an error is thrown.</returns>
    private async Task<bool> RepeatAsync(Subscription subscription, Func<int, Task> work, int? limit, CancellationToken cancellation)
    {
        var (own, contention, away) = (0, 0, 0);
        while (true)
        {
            TimeSpan pause;
            try
            {
                await work(own + contention + away);
                return true;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The bus takes a cancellation for a fault of the handler unless it carries the bus's own token.
                throw new OperationCanceledException(cancellation);
            }
            catch (Exception error) when (DatabaseFaults.IsAway(error))
            {
                if (away++ == 0)
                    LogAway(error, subscription.Consumer);
                pause = Backoff.After(away, options.MaxBackoffSeconds);
            }
            catch (Exception error) when (DatabaseFaults.IsContention(error) && ++contention < ContentionAttempts)
            {
                pause = Backoff.After(contention, 2);
            }
            catch (Exception) when (++own < limit)
            {
                pause = Backoff.After(own, 2);
            }
            catch (Exception) when (limit is not null)
            {
                return false;
            }
            await Task.Delay(pause, time, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Error, "Fact {Name} {MessageId} is poison to {Consumer}")]
    private partial void LogPoison(Exception error, string name, Guid messageId, string consumer);

    [LoggerMessage(LogLevel.Warning, "{Consumer} waits: its database is away")]
    private partial void LogAway(Exception error, string consumer);
}
