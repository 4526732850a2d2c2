using Matchmaking.Contracts;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;

namespace Matchmaking.Messaging;

/// <summary>How a service's copies stood beside the owner's entity.</summary>
public enum CopyState
{
    /// <summary>Nothing had to be done.</summary>
    Same,

    /// <summary>A copy said something else, or something that follows from it did.</summary>
    Different,

    /// <summary>The entity was not known.</summary>
    Missing,
}

/// <summary>
/// Hands the present state of an entity to a service's handlers of copies, as if it came over the bus: what was the same
/// stays, what was lost or wrong is mended.
/// </summary>
public sealed class CopyMender
{
    private readonly SubscriptionCatalog _subscriptions;
    private readonly InboxRunner _inbox;
    private readonly IFactSender _bus;
    private readonly MessagingTelemetry _telemetry;

    internal CopyMender(SubscriptionCatalog subscriptions, InboxRunner inbox, IFactSender bus, MessagingTelemetry telemetry) =>
        (_subscriptions, _inbox, _bus, _telemetry) = (subscriptions, inbox, bus, telemetry);

    /// <summary>Names of the facts, as in <see cref="FactNames"/>, whose entities a service keeps copies of.</summary>
    public IReadOnlyCollection<string> KeptBy(string service) =>
        [.. _subscriptions.All.Where(s => s.Service == service && s.KeepsCopy).Select(s => FactNames.Of(s.Fact)).Distinct()];

    /// <summary>Waits until the service's queues are there: what is published from then on comes over the bus.</summary>
    public Task ListeningAsync(CancellationToken cancellation) => _bus.WaitReadyAsync(cancellation);

    /// <summary>Brings a service's copies level with an entity. Waits while the service's database is away.</summary>
    /// <exception cref="Exception">A handler failed.</exception>
    public async Task<CopyState> CompareAsync(string service, IFact fact, CancellationToken cancellation)
    {
        var worst = CopyState.Same;
        foreach (var keeper in _subscriptions.All.Where(s => s.Service == service && s.Fact == fact.GetType() && s.KeepsCopy))
        {
            var state = await _inbox.CompareAsync(keeper, fact, cancellation);
            worst = state > worst ? state : worst;
        }
        if (worst != CopyState.Same)
            _telemetry.Mended(service, FactNames.Of(fact.GetType()), worst);
        return worst;
    }
}
