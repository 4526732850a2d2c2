using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Records;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation.Domain;

/// <summary>An expression of interest (意向) of one organisation in a record of another.</summary>
public sealed class Interest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Human number, such as I-2026-0007.</summary>
    public required string Number { get; init; }

    public InterestStatus Status { get; set; }

    /// <summary>Concurrency token and version of the facts.</summary>
    public long Version { get; set; }

    public required RecordKind ItemKind { get; init; }

    public required Guid ItemId { get; init; }

    public required string ItemNumber { get; init; }

    public required string ItemTitle { get; init; }

    public RecordKind? OwnKind { get; init; }

    public Guid? OwnId { get; init; }

    public string? OwnNumber { get; init; }

    public string? OwnTitle { get; init; }

    public required Guid SenderOrganisationId { get; init; }

    public required string SenderName { get; init; }

    public required Guid SenderAccountId { get; init; }

    public required Guid ReceiverOrganisationId { get; init; }

    public required string ReceiverName { get; init; }

    /// <summary>The item's author: an expert answers for the own profile.</summary>
    public Guid? ReceiverAccountId { get; init; }

    /// <summary>The sender's organisation was open to the receiver from the start: it offers a named record.</summary>
    public bool SenderNamed { get; init; }

    /// <summary>The receiver's organisation was open to the sender from the start.</summary>
    public bool ReceiverNamed { get; init; }

    public required string Message { get; init; }

    /// <summary>Shown to the receiver only after acceptance.</summary>
    public required Contact SenderContact { get; set; }

    /// <summary>Given on acceptance, shown to the sender.</summary>
    public Contact? ReceiverContact { get; set; }

    public DeclineReason? DeclineReason { get; set; }

    public string? DeclineNote { get; set; }

    public DateTime SentAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>When it was accepted, also after its end; null where it never was.</summary>
    public DateTime? AcceptedAt { get; set; }

    /// <summary>When the side it waits for must have acted.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>A side's organisation is suspended: the clock stands still, and the interest can only be ended.</summary>
    public bool Paused { get; set; }

    /// <summary>
    /// It goes to somebody whom the sender keeps away, and of whom the sender does not know that: the receiver never hears of
    /// it, and to the sender it stays unanswered until it expires (ADR 0020).
    /// </summary>
    public bool Held { get; init; }

    public IReadOnlyList<Turn> Turns { get; set; } = [];

    /// <summary>Non-disclosure agreements, one a record that holds, and those that were revoked.</summary>
    public IReadOnlyList<Nda> Ndas { get; set; } = [];

    /// <summary>Whether it is still going on.</summary>
    public bool IsOpen => Status is InterestStatus.Sent or InterestStatus.Seen or InterestStatus.Asked;

    /// <summary>Blots an erased person out: the name wherever it stands, and the contact that the person gave.</summary>
    /// <param name="nobody">What stands in place of the name.</param>
    public void Forget(Guid account, string nobody)
    {
        if (SenderAccountId == account)
        {
            SenderContact = new(nobody, "", null);
        }

        if (ReceiverContact is not null && Turns.Any(t => t.ActorId == account && t.Verb == InterestMoves.Accept))
        {
            ReceiverContact = new(nobody, "", null);
        }

        Turns = [.. Turns.Select(t => (t.ActorId ?? (t.Verb == "send" ? SenderAccountId : null)) == account ? t with { Actor = nobody } : t)];
        Ndas = [.. Ndas.Select(n => n.RecordedById == account ? n with { RecordedBy = nobody } : n)];
        // Turns are saved as a whole: who read them before this must not bring the name back.
        Version++;
    }
}

/// <summary>What this service knows of a record that interests name.</summary>
public sealed class Item : ICopy
{
    public required Guid Id { get; init; }

    public required RecordKind Kind { get; init; }

    public long Version { get; set; }

    public bool Visible { get; set; }

    /// <summary>First audience; above L1 nobody may find it to be interested in.</summary>
    public Contracts.Disclosure Level { get; set; }

    public required string Number { get; set; }

    public required string Title { get; set; }

    public Guid OrganisationId { get; set; }

    public required string OrganisationName { get; set; }

    public bool Named { get; set; }

    public Guid AuthorId { get; set; }

    /// <summary>Keys of organisations to keep apart.</summary>
    public IReadOnlyList<string> Avoid { get; set; } = [];
}

/// <summary>What this service knows of an organisation, from its facts.</summary>
public sealed class KnownOrganisation : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    /// <summary>The bureau has suspended it.</summary>
    public bool Suspended { get; set; }

    /// <summary>Its full name; null until a fact has told it.</summary>
    public string? Name { get; set; }
}

/// <summary>The last number given out in a year.</summary>
public sealed class Counter
{
    public required string Key { get; init; }

    public long Value { get; set; }
}
