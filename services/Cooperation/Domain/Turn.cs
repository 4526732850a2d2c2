namespace Matchmaking.Cooperation.Domain;

/// <summary>A turn of the talk inside an interest, as kept.</summary>
/// <param name="Side">sender, receiver or bureau.</param>
/// <param name="Actor">Name of the person at the time; blotted out when the account is erased.</param>
/// <param name="ActorId">The account; null for the system and in turns from before this was kept.</param>
public sealed record Turn(DateTime At, string Side, string Actor, string Verb, string? Text, Guid? ActorId = null);

/// <summary>A non-disclosure agreement as kept.</summary>
/// <param name="RecordedBy">Name of the person; blotted out when the account is erased.</param>
/// <param name="RevokedAt">When it was taken back; null while it holds.</param>
/// <param name="RecordedById">The account; null in agreements from before this was kept.</param>
public sealed record Nda(
    Guid RecordId, string Institution, DateOnly SignedOn, string Reference, DateTime RecordedAt, string RecordedBy, DateTime? RevokedAt,
    Guid? RecordedById = null);
