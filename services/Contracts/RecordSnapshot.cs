namespace Matchmaking.Contracts;

/// <summary>
/// A record as it leaves its service. The content is cut to tier L1 before it is written to the outbox, so nothing
/// confidential is on the bus, in a read model or in an index; L2 and above is served by the owner service alone.
/// </summary>
/// <param name="Number">Human number.</param>
/// <param name="Status">Status, camel case.</param>
/// <param name="Visible">The record is to be shown to others; when false, content is empty and readers remove it.</param>
/// <param name="Level">First audience that may learn of it: L0 the public, L1 verified members, L2 and up nobody by search.</param>
/// <param name="OrganisationId">The owner; for authorisation and conflict checks, shown to others only where <paramref name="Named"/>.</param>
/// <param name="OrganisationName">The owner's name.</param>
/// <param name="Named">The owner's name may be shown to the record's audience.</param>
/// <param name="AuthorId">The account that wrote it; an expert's own account for a profile.</param>
/// <param name="Avoid">Keys (<see cref="Avoidance"/>) of organisations that must not be proposed: competitors, conflicts of interest.</param>
/// <param name="Content">The last published content, cut to L1.</param>
public sealed record RecordSnapshot<TContent>(
    string Number, string Status, bool Visible, Disclosure Level, Guid OrganisationId, string OrganisationName, bool Named,
    Guid AuthorId, DateTime? PublishedAt, DateTime? ValidUntil, IReadOnlyList<string> Avoid, TContent Content);
