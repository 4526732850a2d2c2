using System.Collections.Frozen;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using static Matchmaking.Contracts.Cooperation.InterestStatus;

namespace Matchmaking.Cooperation.Domain;

/// <summary>Who a reader is to an interest.</summary>
public enum InterestSide { None, Sender, Receiver, Bureau }

/// <summary>The life of an interest: what each side may do in each status, and how long the other side then has.</summary>
public static class InterestMoves
{
    public const string Seen = "seen";
    public const string Ask = "ask";
    public const string Answer = "answer";
    public const string Accept = "accept";
    public const string Decline = "decline";
    public const string Withdraw = "withdraw";
    public const string End = "end";

    private static readonly FrozenDictionary<string, LocalText> Labels = new Dictionary<string, LocalText>
    {
        ["send"] = new("发出意向", "Sent an interest"),
        [Seen] = new("查看意向", "Looked at an interest"),
        [Ask] = new("提问", "Asked a question"),
        [Answer] = new("回答", "Answered a question"),
        [Accept] = new("接受意向", "Accepted an interest"),
        [Decline] = new("婉拒意向", "Declined an interest"),
        [Withdraw] = new("撤回意向", "Withdrew an interest"),
        [End] = new("结束合作意向", "Ended an accepted interest"),
        ["nda"] = new("登记保密协议", "Recorded a non-disclosure agreement"),
        ["nda-revoke"] = new("撤销保密协议登记", "Revoked a non-disclosure agreement"),
        ["expire"] = new("逾期未答复，自动关闭", "Closed unanswered"),
        ["pause"] = new("单位暂停，意向暂停", "Paused: an organisation was suspended"),
        ["resume"] = new("单位恢复，意向继续", "Resumed: the organisation was reinstated"),
    }.ToFrozenDictionary();

    /// <summary>Working days a side has to act.</summary>
    public const int AnswerWithin = 5;

    private static readonly (string Verb, InterestSide Side, InterestStatus[] From, InterestStatus To)[] All =
    [
        (Seen, InterestSide.Receiver, [Sent], InterestStatus.Seen),
        (Ask, InterestSide.Receiver, [Sent, InterestStatus.Seen], Asked),
        (Answer, InterestSide.Sender, [Asked], InterestStatus.Seen),
        (Accept, InterestSide.Receiver, [Sent, InterestStatus.Seen, Asked], Accepted),
        (Decline, InterestSide.Receiver, [Sent, InterestStatus.Seen, Asked], Declined),
        (Withdraw, InterestSide.Sender, [Sent, InterestStatus.Seen, Asked], Withdrawn),
        (End, InterestSide.Sender, [Accepted], Ended),
        (End, InterestSide.Receiver, [Accepted], Ended),
    ];

    /// <summary>A step in words, for the audit trail.</summary>
    public static LocalText LabelOf(string verb) => Labels[verb];

    /// <summary>Verbs open to a side; a paused interest can only be ended.</summary>
    public static IReadOnlyList<string> Open(Interest interest, InterestSide side) =>
        [.. All
            .Where(m => m.Side == side && m.From.Contains(interest.Status) && (!interest.Paused || m.Verb is Decline or Withdraw))
            .Select(m => m.Verb)];

    /// <summary>The status a verb leads to, or null where it is not open.</summary>
    public static InterestStatus? Next(Interest interest, InterestSide side, string verb) =>
        Open(interest, side).Contains(verb) ? All.First(m => m.Verb == verb && m.From.Contains(interest.Status)).To : null;

    /// <summary>The side that must act next.</summary>
    public static InterestSide WaitsFor(Interest interest) => interest.Status switch
    {
        _ when interest.Paused => InterestSide.None,
        Sent or InterestStatus.Seen => InterestSide.Receiver,
        Asked => InterestSide.Sender,
        _ => InterestSide.None,
    };
}
