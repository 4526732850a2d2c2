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

/// <summary>Records that the other side has signed a non-disclosure agreement: it may read tier L3 of the record from now on.</summary>
/// <param name="RecordId">The record it is about, one of the two that the interest names.</param>
/// <param name="Institution">Who signed: the other side, under its registered name.</param>
/// <param name="SignedOn">Date of the last signature.</param>
/// <param name="Reference">Number or place of the signed document, which itself stays outside the portal.</param>
public sealed record RecordNda(Guid RecordId, string Institution, DateOnly SignedOn, string Reference, long Version);

/// <summary>Takes a recorded agreement back, with a reason.</summary>
public sealed record RevokeNda(Guid RecordId, string Reason, long Version);

/// <summary>A non-disclosure agreement as recorded.</summary>
/// <param name="RevokedAt">When it was taken back; null while it holds.</param>
public sealed record InterestNda(
    Guid RecordId, string Institution, DateOnly SignedOn, string Reference, DateTime RecordedAt, string RecordedBy, DateTime? RevokedAt);

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
/// <param name="Ndas">Non-disclosure agreements, revoked ones included.</param>
/// <param name="Held">For the bureau alone: the receiver never hears of it, since the sender keeps it away without knowing it.</param>
/// <param name="Paused">A side's organisation is suspended: the clock stands still, and the interest can only be ended.</param>
public sealed record InterestView(
    Guid Id, string Number, InterestStatus Status, long Version, string Box, InterestItem Item, InterestItem? Own,
    string? SenderName, string? ReceiverName, string? OtherName, string Message, Contact? OwnContact, Contact? OtherContact,
    string WaitsFor, DateTime? DueAt, bool Overdue, DateTime SentAt, DateTime UpdatedAt, DeclineReason? DeclineReason,
    string? DeclineNote, IReadOnlyList<InterestTurn> Turns, IReadOnlyList<string> Moves, bool Paused,
    IReadOnlyList<InterestNda> Ndas, bool Held = false);

/// <summary>How many interests wait for whom.</summary>
/// <param name="Received">Those received, by status.</param>
/// <param name="Sent">Those sent, by status.</param>
public sealed record InterestCounts(
    int WaitForMe, int WaitForOthers, int Accepted, int Overdue, IReadOnlyDictionary<string, int> Received, IReadOnlyDictionary<string, int> Sent);

/// <summary>Public figures of cooperation.</summary>
/// <param name="InterestsThisYear">By the time they were sent.</param>
/// <param name="AcceptedThisYear">By the time of acceptance, those that have ended included.</param>
/// <param name="AnsweredInTimePercent">Of those sent this year.</param>
public sealed record CooperationFigures(int InterestsThisYear, int AcceptedThisYear, int AnsweredInTimePercent);

/// <summary>An interest was sent or moved on.</summary>
public sealed record InterestChanged(Guid Id, long Version, DateTime OccurredAt, InterestSnapshot Interest) : IFact;

/// <summary>What other services may know: no message and no contact.</summary>
/// <param name="Confidential">Records of which the other side may read tier L3, since it signed a non-disclosure agreement.</param>
public sealed record InterestSnapshot(
    string Number, InterestStatus Status, RecordKind ItemKind, Guid ItemId, string ItemTitle, RecordKind? OwnKind, Guid? OwnId,
    Guid SenderOrganisationId, Guid SenderAccountId, Guid ReceiverOrganisationId, Guid? ReceiverAccountId, DateTime? DueAt,
    IReadOnlyList<Guid>? Confidential = null);
