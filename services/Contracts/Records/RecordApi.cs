namespace Matchmaking.Contracts.Records;

/// <summary>The three kinds of reviewed record.</summary>
public enum RecordKind { Need, Achievement, Expert }

/// <summary>A record as one reader may see it: fields above the reader's tier are empty.</summary>
/// <param name="Number">Human number, such as N-2026-0412.</param>
/// <param name="Status">The status, camel case, one of the kind's status enum.</param>
/// <param name="Version">Concurrency version; send it back with a change. Others than owner and bureau get that of the last publication.</param>
/// <param name="UpdatedAt">UTC; for others than owner and bureau the time of the last publication.</param>
/// <param name="OrganisationName">Name of the owner's organisation, or null where the owner is anonymous to this reader.</param>
/// <param name="Content">The form's fields, redacted to <paramref name="Tier"/>.</param>
/// <param name="Tier">The highest tier this reader may see.</param>
/// <param name="Mine">The reader belongs to the owning organisation.</param>
/// <param name="Moves">What the reader may do now.</param>
/// <param name="DueAt">When the next actor must have acted, UTC.</param>
/// <param name="ReturnReason">Why the bureau sent it back, owner and bureau only.</param>
/// <param name="RevisionPending">A changed version of a published record waits for review.</param>
/// <param name="Withheld">Hidden from others, whatever the status, while its organisation is suspended.</param>
public sealed record RecordView<TContent>(
    Guid Id, string Number, string Status, long Version, Guid? OrganisationId, string? OrganisationName, TContent Content,
    Disclosure Tier, bool Mine, IReadOnlyList<MoveView> Moves, LifeStep[] Life, DateTime CreatedAt, DateTime UpdatedAt,
    DateTime? SubmittedAt, DateTime? PublishedAt, DateTime? ValidUntil, DateTime? DueAt, string? ReturnReason,
    bool RevisionPending, Guid? MergedInto, string? AuthorName, bool Withheld);

/// <summary>A record by its number.</summary>
public sealed record RecordName(RecordKind Kind, Guid Id, string Number);

/// <summary>Something the reader may do with a record.</summary>
/// <param name="Verb">What to send to the moves endpoint.</param>
/// <param name="Label">Button text in the reader's language.</param>
/// <param name="NeedsReason">A reason of 2 to 500 characters must be given.</param>
/// <param name="Primary">The one to offer first.</param>
public sealed record MoveView(string Verb, string Label, bool NeedsReason, bool Primary);

/// <summary>One step of the life-cycle bar.</summary>
/// <param name="Label">The step's name in the reader's language.</param>
/// <param name="State">done, now or next.</param>
/// <param name="Note">Date done, or who must act by when.</param>
public sealed record LifeStep(string Label, string State, string? Note);

/// <summary>A row of a list of records.</summary>
public sealed record RecordRow(
    Guid Id, string Number, string Status, string Title, string? Field, string? Industry, string? OrganisationName,
    DateTime UpdatedAt, DateTime? SubmittedAt, DateTime? PublishedAt, DateTime? DueAt, DateTime? ValidUntil,
    string? ReturnReason, bool RevisionPending, string? AuthorName, bool Withheld);

/// <summary>Starts many drafts at once: all of them or none.</summary>
/// <param name="Items">The forms, at most <see cref="Most"/>.</param>
/// <param name="CheckOnly">Saves nothing and says what is wrong with each.</param>
public sealed record CreateRecords<TContent>(IReadOnlyList<TContent> Items, bool CheckOnly = false)
{
    /// <summary>Forms a request.</summary>
    public const int Most = 500;
}

/// <summary>What became of each form of a batch, in its order.</summary>
/// <param name="Created">How many drafts there are now that were not there before.</param>
public sealed record CreatedRecords(IReadOnlyList<CreatedRecord> Items, int Created);

/// <summary>What became of one form of a batch.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Id">The draft; null where nothing was saved.</param>
/// <param name="Errors">Messages by field; none where the form is right.</param>
/// <param name="TwinNumber">Number of an own record that is the same; null where there is none.</param>
/// <param name="TwinIndex">An earlier form of this request that is the same.</param>
public sealed record CreatedRecord(
    int Index, Guid? Id, string? Number, IReadOnlyDictionary<string, string[]> Errors, string? TwinNumber, int? TwinIndex);

/// <summary>Saves a working copy.</summary>
public sealed record SaveRecord<TContent>(TContent Content, long Version);

/// <summary>Asks for a transition of the life cycle.</summary>
/// <param name="Verb">One of the verbs the record offers to this reader.</param>
/// <param name="Version">The version the reader looked at.</param>
/// <param name="Reason">Reason where the move needs one.</param>
/// <param name="MergedInto">For <c>merge</c>: the record that stays.</param>
public sealed record MoveRecord(string Verb, long Version, string? Reason = null, Guid? MergedInto = null);

/// <summary>One sentence of a record's history.</summary>
public sealed record HistoryItem(DateTime At, string Actor, string Verb, string Sentence, string? Note, IReadOnlyList<FieldChange> Changes);

/// <summary>A field whose value differs between two versions, in words.</summary>
public sealed record FieldChange(string Field, string Label, string Before, string After);

/// <summary>What a reviewer needs on one screen.</summary>
/// <param name="Record">The working copy, whole.</param>
/// <param name="Changes">Differences from the version reviewed last; empty at the first submission.</param>
/// <param name="Warnings">What to look at before deciding: re-identification, weak points, likely duplicates.</param>
public sealed record ReviewView<TContent>(RecordView<TContent> Record, IReadOnlyList<FieldChange> Changes, IReadOnlyList<ReviewWarning> Warnings);

/// <summary>A hint for the reviewer or the owner.</summary>
/// <param name="Code">Stable code, such as <c>reidentification</c> or <c>duplicate</c>.</param>
/// <param name="Related">The record it points at, for duplicates.</param>
public sealed record ReviewWarning(string Code, string Text, Guid? Related = null);

/// <summary>One entry of an owner's change feed, oldest first; a new reader starts at cursor 0.</summary>
public sealed record ChangeItem<TFact>(long Cursor, TFact Fact);

/// <summary>Counts of an organisation's or the bureau's records by status.</summary>
public sealed record RecordCounts(IReadOnlyDictionary<string, int> ByStatus, int AwaitingReview, int Overdue);

/// <summary>Live public figures of one kind.</summary>
public sealed record PublicFigures(int Published, int PublishedThisYear, int SubmittedThisYear);
