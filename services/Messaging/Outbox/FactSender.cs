using System.Diagnostics;
using MassTransit;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Inbox;

namespace Matchmaking.Messaging.Outbox;

internal sealed class FactSender(
    IBusControl bus, SubscriptionCatalog subscriptions, DeliveryTracker tracker, BusOptions options, TimeProvider time) : IFactSender
{
    private readonly bool _embedded = options.Embedded;

    public async Task WaitReadyAsync(CancellationToken cancellation)
    {
        while (bus.CheckHealth().Status != BusHealthStatus.Healthy)
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
    }

    public async Task SendAsync(Guid messageId, object fact, CancellationToken cancellation)
    {
        var type = fact.GetType();
        if (!_embedded)
        {
            try
            {
                await PublishAsync(messageId, fact, type, cancellation);
            }
            catch (MessageReturnedException)
            {
                throw new UnheardException();
            }
            return;
        }
        var consumers = subscriptions.ConsumersOf(type);
        if (consumers.Count == 0)
            return;
        using var delivery = tracker.Expect(messageId, consumers);
        await PublishAsync(messageId, fact, type, cancellation);
        try
        {
            await delivery.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new HandlersPendingException($"Waiting for {delivery.Pending}.");
        }
    }

    private Task PublishAsync(Guid messageId, object fact, Type type, CancellationToken cancellation) =>
        bus.Publish(fact, type, Pipe.Execute<PublishContext>(context =>
        {
            context.MessageId = messageId;
            // The broker drops what no queue takes. Of entities a new listener learns by the change feed, and nobody may listen at all.
            if (FactNames.IsOccurrence(type) && context.TryGetPayload<RabbitMqSendContext>(out var rabbitMq))
                rabbitMq.Mandatory = true;
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
            {
                context.Headers.Set(MessagingTelemetry.TraceParent, id);
                context.Headers.Set(MessagingTelemetry.TraceState, activity.TraceStateString);
            }
        }), cancellation)
            // A connection that is being rebuilt may hold a publish for longer than its token says.
            .WaitAsync(cancellation);
}
