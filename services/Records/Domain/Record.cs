using Matchmaking.Contracts;
using Matchmaking.Messaging;

namespace Matchmaking.Records.Domain;

/// <summary>Whether a changed copy of a visible record is being prepared, waits for review, or was sent back.</summary>
public enum RevisionState { None, Draft, Submitted, Returned }

/// <summary>
/// A record that an owner writes, the bureau reviews and others see. The form is one document
/// (<typeparamref name="TContent"/>): <see cref="Content"/> is the owner's working copy, <see cref="PublishedContent"/>
/// what others see, so that editing a published record shows nothing to anybody before it is reviewed.
/// </summary>
public abstract class Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Human number, such as N-2026-0412.</summary>
    public required string Number { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>The account that wrote it; an expert's own account for a profile.</summary>
    public required Guid AuthorId { get; init; }

    /// <summary>As it was when the record was made; blotted out when the account is erased.</summary>
    public required string AuthorName { get; init; }

    public TStatus Status { get; set; }

    /// <summary>Raised by one with every change; concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>The version that others see: the last one that was told to them. Work on a revision does not raise it.</summary>
    public long PublicVersion { get; set; }

    /// <summary>When that was, UTC.</summary>
    public DateTime PublicAt { get; set; }

    /// <summary>Version of the facts; 1 for a record of which nothing was told since <see cref="PublicVersion"/> is kept.</summary>
    public long ToldVersion => Math.Max(PublicVersion, 1);

    /// <summary>The working copy.</summary>
    public required TContent Content { get; set; }

    /// <summary>What the bureau looked at last; differences in a review are counted from it.</summary>
    public TContent? ReviewedContent { get; set; }

    /// <summary>What others see, null before the first publication.</summary>
    public TContent? PublishedContent { get; set; }

    public RevisionState Revision { get; set; }

    /// <summary>Hidden from others while the bureau has suspended its organisation; the status stays what it was.</summary>
    public bool Withheld { get; set; }

    public Guid? MergedInto { get; set; }

    public string? ReturnReason { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? SubmittedAt { get; set; }

    public DateTime? PublishedAt { get; set; }

    /// <summary>When it last came out to others; an acceptance from before that opens nothing any more.</summary>
    public DateTime? OpenSince { get; set; }

    /// <summary>When the owner must have confirmed it again, or it expires.</summary>
    public DateTime? ValidUntil { get; set; }

    /// <summary>When the next actor must have acted.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>Copies of the working copy's fields that lists filter and sort by.</summary>
    public string Title { get; set; } = "";

    public string? Field { get; set; }

    public string? Industry { get; set; }

    /// <summary>First audience of the published content.</summary>
    public Disclosure Level { get; set; } = Disclosure.Owner;

    /// <summary>
    /// Keys (<see cref="Avoidance"/>) of the names that the published content keeps away, one a line; null in rows from
    /// before this was kept.
    /// </summary>
    public string? Avoided { get; set; }
}

/// <summary>One sentence of a record's history.</summary>
public sealed class HistoryEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid RecordId { get; init; }

    public required DateTime At { get; init; }

    public required Guid ActorId { get; init; }

    public required string Actor { get; init; }

    public required string Verb { get; init; }

    /// <summary>The sentence without its subject, such as "退回修改".</summary>
    public required LocalText Sentence { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<FieldDifference> Changes { get; init; } = [];
}

/// <summary>A field that differs, with its values in words of both languages.</summary>
public sealed record FieldDifference(string Field, LocalText Before, LocalText After);

/// <summary>What this service knows of an organisation, from its facts.</summary>
public sealed class KnownOrganisation : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    public required string Name { get; set; }

    public required string ShortName { get; set; }

    public Contracts.Identity.OrganisationKind Kind { get; set; }

    public bool Approved { get; set; }

    /// <summary>The bureau has suspended it: its records are withheld, and its members only read.</summary>
    public bool Suspended { get; set; }

    public string? Industry { get; set; }

    public string? Town { get; set; }

    public string? SizeBand { get; set; }
}

/// <summary>
/// A name under which an approved organisation is or was known. It stays when the organisation takes another name: whoever
/// was to be kept away is not let in by a new sign at the door.
/// </summary>
public sealed class OrganisationName
{
    /// <summary>See <see cref="Avoidance"/>.</summary>
    public required string Key { get; init; }

    public required Guid OrganisationId { get; init; }
}

/// <summary>
/// An organisation may read a record up to a tier, because an interest was accepted. It ends with the interest, and with
/// the record's leaving the public; a record that comes out again needs a new acceptance.
/// </summary>
public sealed class Grant : ICopy
{
    public required Guid RecordId { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>The accepted interest; empty for grants from before this was kept.</summary>
    public required Guid InterestId { get; init; }

    /// <summary>Version of the interest that was heard last.</summary>
    public long Version { get; set; }

    public required Disclosure Tier { get; set; }

    /// <summary>When the interest was accepted.</summary>
    public required DateTime At { get; init; }

    /// <summary>When the interest ended; the row stays, so that a late fact cannot open the record again.</summary>
    public DateTime? EndedAt { get; set; }
}

/// <summary>The last number given out under a prefix and year.</summary>
public sealed class Counter
{
    public required string Key { get; init; }

    public long Value { get; set; }
}
