using Matchmaking.Contracts;

namespace Matchmaking.Messaging;

/// <summary>
/// Handles one kind of fact inside the inbox's transaction: what it changes through the service's DbContext commits
/// together with the inbox row, so the effect happens once however often the fact is delivered. Work outside the
/// database must be idempotent by itself. Keep it short: no HTTP call inside.
/// </summary>
public interface IFactHandler<in TFact> where TFact : class, IFact
{
    Task HandleAsync(TFact fact, FactContext context, CancellationToken cancellation);
}

/// <summary>What is known of a delivery.</summary>
/// <param name="MessageId">Identity of the message, the same on every delivery.</param>
/// <param name="Endpoint">Queue name.</param>
/// <param name="Attempt">0 for the first try.</param>
/// <param name="Comparing">It came over no bus: it is the owner's present state, to be compared with a copy of the same version.</param>
public sealed record FactContext(Guid MessageId, string Endpoint, int Attempt, bool Comparing = false);

/// <summary>Where a module names the facts it listens to.</summary>
public interface IFactSubscriptions
{
    /// <summary>
    /// Binds a handler to a queue named <c>&lt;service&gt;-&lt;purpose&gt;</c>. One queue may have several handlers of different facts.
    /// </summary>
    IFactSubscriptions On<TFact, THandler>(string purpose)
        where TFact : class, IFact
        where THandler : class, IFactHandler<TFact>;
}

/// <summary>What Messaging must know of one service in this process.</summary>
/// <param name="Service">The service's name; prefix of its queues.</param>
/// <param name="DbContext">The service's DbContext, whose model has called <c>AddMessaging()</c>.</param>
/// <param name="Subscribe">Names the service's handlers.</param>
public sealed record ServiceMessaging(string Service, Type DbContext, Action<IFactSubscriptions> Subscribe);
