using MassTransit;
using Matchmaking.Contracts;

namespace Matchmaking.Messaging.Inbox;

/// <summary>One handler bound to one queue.</summary>
internal sealed record Subscription(
    string Service, Type DbContext, string Endpoint, Type Fact, Type Handler,
    Func<IServiceProvider, object, FactContext, CancellationToken, Task> Handle,
    Action<IReceiveEndpointConfigurator, Subscription, InboxRunner> Connect)
{
    /// <summary>Identity in the inbox: renaming a handler lets what is under way reach it a second time.</summary>
    public string Consumer { get; } = $"{Endpoint}/{Handler.Name}";

    /// <summary>Whether the handler may be handed an entity's present state at any time.</summary>
    public bool KeepsCopy { get; } = Handler.IsAssignableTo(typeof(ICopyHandler<>).MakeGenericType(Fact));
}

/// <summary>Every handler in this process.</summary>
internal sealed class SubscriptionCatalog(IReadOnlyList<Subscription> all)
{
    private readonly ILookup<Type, string> _consumers = all.ToLookup(s => s.Fact, s => s.Consumer);

    public IReadOnlyList<Subscription> All => all;

    public IReadOnlyCollection<string> ConsumersOf(Type fact) => [.. _consumers[fact]];

    public Subscription? Find(string service, string consumer, string name) =>
        all.FirstOrDefault(s => s.Service == service && s.Consumer == consumer && FactNames.Of(s.Fact) == name);

    /// <exception cref="InvalidOperationException">Two services share a name or a queue, or a handler is bound twice.</exception>
    public static SubscriptionCatalog Of(IReadOnlyList<ServiceMessaging> services)
    {
        Refuse(services.GroupBy(s => s.Service), "service");
        Refuse(services.GroupBy(s => s.DbContext.FullName!), "DbContext");
        var all = new List<Subscription>();
        foreach (var service in services)
        {
            var subscriptions = new FactSubscriptions(service);
            service.Subscribe(subscriptions);
            all.AddRange(subscriptions.Bound);
        }
        // "a" with "b-c" and "a-b" with "c" make one queue, where each would lose some messages to the other.
        Refuse(all.Select(s => (s.Endpoint, s.Service)).Distinct().GroupBy(p => p.Endpoint), "queue");
        Refuse(all.GroupBy(s => $"{s.Consumer} for {s.Fact.Name}"), "handler");
        return new SubscriptionCatalog(all);
    }

    private static void Refuse<T>(IEnumerable<IGrouping<string, T>> groups, string what)
    {
        if (groups.FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Messaging has the {what} '{twice.Key}' more than once.");
    }
}
