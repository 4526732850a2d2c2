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
