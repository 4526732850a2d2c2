using MassTransit;
using Matchmaking.Contracts;

namespace Matchmaking.Messaging.Inbox;

/// <summary>What the bus sees of a handler.</summary>
internal sealed class FactConsumer<TFact>(Subscription subscription, InboxRunner inbox) : IConsumer<TFact> where TFact : class, IFact
{
    public Task Consume(ConsumeContext<TFact> context) => inbox.ReceiveAsync(
        subscription,
        new Delivery(
            context.MessageId ?? throw new InvalidOperationException($"A {typeof(TFact).Name} came without a message id."),
            context.Message,
            context.Headers.Get<string>(MessagingTelemetry.TraceParent),
            context.Headers.Get<string>(MessagingTelemetry.TraceState)),
        context.CancellationToken);
}

/// <summary>A message as it reached an endpoint.</summary>
internal sealed record Delivery(Guid MessageId, IFact Fact, string? TraceParent, string? TraceState);
