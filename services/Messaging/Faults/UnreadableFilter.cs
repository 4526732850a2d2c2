using MassTransit;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Faults;

/// <summary>
/// Keeps what an endpoint could not even read, before the transport's own error queue gets it: in memory that queue does not
/// exist. Errors of handlers do not come here, they are kept one layer further in.
/// </summary>
internal sealed partial class UnreadableFilter(
    IReadOnlyList<Subscription> endpoint, InboxStore store, DeliveryTracker tracker, TimeProvider time,
    ILogger<UnreadableFilter> logger) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var now = time.GetUtcNow();
        var queue = endpoint[0].Endpoint;
        var messageId = context.GetMessageId() ?? Guid.CreateVersion7(now);
        LogUnreadable(context.Exception, messageId, queue);
        try
        {
            await store.PoisonAsync(endpoint[0].DbContext, new PoisonMessage
            {
                Id = Guid.CreateVersion7(now),
                MessageId = messageId,
                Consumer = queue,
                Body = context.Body.GetString(),
                FailedAt = now.UtcDateTime,
                Attempts = 1,
                Error = Databases.Trim(context.Exception.ToString(), MessagingModel.MaxError),
            }, context.CancellationToken);
            foreach (var subscription in endpoint)
                tracker.Report(messageId, subscription.Consumer);
        }
        catch (Exception error)
        {
            LogNotKept(error, messageId, queue);
        }
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable");

    [LoggerMessage(LogLevel.Error, "Message {MessageId} on {Queue} cannot be read")]
    private partial void LogUnreadable(Exception error, Guid messageId, string queue);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} on {Queue} could not be kept; see the transport's error queue")]
    private partial void LogNotKept(Exception error, Guid messageId, string queue);
}
