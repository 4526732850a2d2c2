using Matchmaking.Contracts.Records;

namespace Matchmaking.Contracts.Cooperation;

/// <summary>Where an expression of interest (意向) stands.</summary>
public enum InterestStatus { Sent, Seen, Asked, Accepted, Declined, Withdrawn, Expired, Ended }

/// <summary>Why an interest was declined; list <c>declineReasons</c> has the words.</summary>
public enum DeclineReason { TooEarly, NotApplicable, NoCapacity, BudgetTooLow, AlreadySolved, Conflict, Unclear, Other }

/// <summary>How to reach a person, given by that person for this one interest.</summary>
public sealed record Contact(string Name, string Phone, string? Email);

/// <summary>Sends an interest.</summary>
/// <param name="ItemKind">Kind of the record the sender is interested in.</param>
/// <param name="ItemId">That record.</param>
/// <param name="OwnKind">Kind of the sender's own record it is about, where there is one.</param>
/// <param name="OwnId">The sender's own record.</param>
/// <param name="Message">What to do together, 10 to 500 characters.</param>
/// <param name="Contact">Shown to the other side only after it has accepted.</param>
public sealed record SendInterest(RecordKind ItemKind, Guid ItemId, RecordKind? OwnKind, Guid? OwnId, string Message, Contact Contact);

/// <summary>Asks or answers a question, or says why an accepted interest ends.</summary>
public sealed record SayOnInterest(string Text, long Version);

/// <summary>Accepts, giving the own contact.</summary>
public sealed record AcceptInterest(Contact Contact, long Version);

/// <summary>Declines with a reason.</summary>
public sealed record DeclineInterest(DeclineReason Reason, string? Note, long Version);

/// <summary>Takes an interest back, or marks it as seen.</summary>
public sealed record TouchInterest(long Version);

/// <summary>An item as named in an interest.</summary>
public sealed record InterestItem(RecordKind Kind, Guid Id, string Number, string Title);

/// <summary>A turn of the talk inside an interest.</summary>
/// <param name="Side">sender, receiver or bureau.</param>
public sealed record InterestTurn(DateTime At, string Side, string Actor, string Verb, string? Text);

/// <summary>An interest as one reader may see it.</summary>
/// <param name="Box">sent, received or all (the bureau).</param>
/// <param name="OtherName">The other side's name; null while it is anonymous to this reader.</param>
/// <param name="OtherContact">The other side's contact, only after acceptance.</param>
/// <param name="DueAt">When <paramref name="WaitsFor"/> must have acted, UTC.</param>
/// <param name="WaitsFor">sender, receiver or none.</param>
/// <param name="Paused">A side's organisation is suspended: the clock stands still, and the interest can only be ended.</param>
public sealed record InterestView(
    Guid Id, string Number, InterestStatus Status, long Version, string Box, InterestItem Item, InterestItem? Own,
    string? SenderName, string? ReceiverName, string? OtherName, string Message, Contact? OwnContact, Contact? OtherContact,
    string WaitsFor, DateTime? DueAt, bool Overdue, DateTime SentAt, DateTime UpdatedAt, DeclineReason? DeclineReason,
    string? DeclineNote, IReadOnlyList<InterestTurn> Turns, IReadOnlyList<string> Moves, bool Paused);

/// <summary>How many interests wait for whom.</summary>
public sealed record InterestCounts(int WaitForMe, int WaitForOthers, int Accepted, int Overdue);

/// <summary>Public figures of cooperation.</summary>
public sealed record CooperationFigures(int InterestsThisYear, int AcceptedThisYear, int AnsweredInTimePercent);

/// <summary>An interest was sent or moved on.</summary>
public sealed record InterestChanged(Guid Id, long Version, DateTime OccurredAt, InterestSnapshot Interest) : IFact;

/// <summary>What other services may know: no message and no contact.</summary>
public sealed record InterestSnapshot(
    string Number, InterestStatus Status, RecordKind ItemKind, Guid ItemId, string ItemTitle, RecordKind? OwnKind, Guid? OwnId,
    Guid SenderOrganisationId, Guid SenderAccountId, Guid ReceiverOrganisationId, Guid? ReceiverAccountId, DateTime? DueAt);
