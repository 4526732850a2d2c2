namespace Matchmaking.Contracts.Events;

/// <summary>What a participant brings to a matchmaking event (对接会): what is sought, what is offered, or both.</summary>
public sealed record ParticipantContent
{
    [Field("参会名称", "Shown as", Max = 60, Required = true)]
    public string Title { get; init; } = "";

    [Field("想找什么", "Seeks", Max = 1000, Search = 1.2)]
    public string Seeks { get; init; } = "";

    [Field("能提供什么", "Offers", Max = 1000, Search = 1.2)]
    public string Offers { get; init; } = "";

    [Field("技术领域", "High-tech field", Codes = "fields")]
    public string? Field { get; init; }
}

/// <summary>A participant changed in a way that the others of the event may know of.</summary>
/// <param name="EventId">The event in which it is matched.</param>
public sealed record ParticipantChanged(
    Guid Id, long Version, DateTime OccurredAt, Guid EventId, RecordSnapshot<ParticipantContent> Participant) : IFact;
