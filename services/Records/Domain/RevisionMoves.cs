using Matchmaking.Contracts;

namespace Matchmaking.Records.Domain;

/// <summary>What may be done with a changed copy of a visible record.</summary>
/// <param name="From">State of the revision it starts from.</param>
/// <param name="To">State it ends in.</param>
public sealed record RevisionMove(
    string Verb, Party By, RevisionState From, RevisionState To, LocalText Label, LocalText Sentence, bool NeedsReason = false);

/// <summary>All of them.</summary>
public static class RevisionMoves
{
    public const string Accept = "accept-revision";
    public const string Submit = "submit-revision";
    public const string Discard = "discard-revision";

    /// <summary>The whole table; a returned revision may be submitted again.</summary>
    public static IReadOnlyList<RevisionMove> All { get; } =
    [
        new(Submit, Party.Owner, RevisionState.Draft, RevisionState.Submitted, new("提交修改稿", "Submit revision"), new("提交修改稿", "submitted a revision")),
        new(Submit, Party.Owner, RevisionState.Returned, RevisionState.Submitted, new("提交修改稿", "Submit revision"), new("再次提交修改稿", "submitted the revision again")),
        new(Discard, Party.Owner, RevisionState.Draft, RevisionState.None, new("放弃修改", "Discard changes"), new("放弃了修改", "discarded the changes")),
        new(Discard, Party.Owner, RevisionState.Returned, RevisionState.None, new("放弃修改", "Discard changes"), new("放弃了修改", "discarded the changes")),
        new("recall-revision", Party.Owner, RevisionState.Submitted, RevisionState.Draft, new("撤回修改稿", "Take revision back"), new("撤回修改稿", "took the revision back")),
        new(Accept, Party.Bureau, RevisionState.Submitted, RevisionState.None, new("通过修改稿", "Accept revision"), new("修改稿审核通过并公开", "accepted and published the revision")),
        new("return-revision", Party.Bureau, RevisionState.Submitted, RevisionState.Returned, new("退回修改稿", "Return revision"), new("退回修改稿", "returned the revision"), NeedsReason: true),
    ];

    /// <summary>What a party may do now.</summary>
    public static IEnumerable<RevisionMove> Open(RevisionState state, bool visible, Party party) =>
        visible ? All.Where(m => m.From == state && (m.By & party) != 0) : [];
}
