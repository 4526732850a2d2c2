namespace Matchmaking.Contracts;

/// <summary>
/// Something that has happened to one entity, published over the bus. Facts are named in the past tense,
/// carry a full snapshot, and are changed only by adding properties: their JSON is a wire format.
/// </summary>
public interface IFact
{
    /// <summary>The entity the fact is about. Order is kept per entity and promised nowhere else.</summary>
    Guid Id { get; }

    /// <summary>The entity's version after the change, from 1 up; a consumer drops a version it has passed already.</summary>
    long Version { get; }

    /// <summary>When it happened, UTC.</summary>
    DateTime OccurredAt { get; }
}
