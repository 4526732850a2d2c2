using Matchmaking.Contracts;

namespace Matchmaking.Messaging;

/// <summary>
/// A handler whose effects follow from the entity's present state alone: it may be handed that state at any time and any
/// number of times, beside the facts that come over the bus. Its service compares what it keeps with the owner's change
/// feed by it, see <see cref="CopyMender"/>. What tells people something is no such handler.
/// </summary>
public interface ICopyHandler<in TFact> : IFactHandler<TFact> where TFact : class, IFact;
