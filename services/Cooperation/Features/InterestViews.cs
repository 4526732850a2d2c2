using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;

namespace Matchmaking.Cooperation.Features;

/// <summary>Turns interests into what a side may see: names and contacts open with acceptance, not before; contacts close with its end.</summary>
internal static class InterestViews
{
    /// <param name="suspended">The reader's organisation is suspended: it no longer reads the other side's contact.</param>
    public static InterestView For(this Interest interest, InterestSide side, DateTime now, bool suspended = false)
    {
        var accepted = interest.Status == InterestStatus.Accepted;
        // Names that were exchanged stay known; contacts are not shown any longer than the interest lasts.
        var known = accepted || interest.Status == InterestStatus.Ended;
        var bureau = side == InterestSide.Bureau;
        var senderName = bureau || known || side == InterestSide.Sender || interest.SenderNamed ? interest.SenderName : null;
        var receiverName = bureau || known || side == InterestSide.Receiver || interest.ReceiverNamed ? interest.ReceiverName : null;
        var (own, other) = side switch
        {
            InterestSide.Sender => (interest.SenderContact, accepted && !suspended ? interest.ReceiverContact : null),
            InterestSide.Receiver => (interest.ReceiverContact, accepted && !suspended ? interest.SenderContact : null),
            _ => (null, null),
        };
        // The sender must not see it, and the bureau must not remind the receiver.
        var held = bureau && interest.Held;
        var waits = held ? InterestSide.None : InterestMoves.WaitsFor(interest);
        return new InterestView(
            interest.Id, interest.Number, interest.Status, interest.Version,
            side switch { InterestSide.Sender => "sent", InterestSide.Receiver => "received", _ => "all" },
            new InterestItem(interest.ItemKind, interest.ItemId, interest.ItemNumber, interest.ItemTitle),
            interest is { OwnKind: { } kind, OwnId: { } id } ? new InterestItem(kind, id, interest.OwnNumber ?? "", interest.OwnTitle ?? "") : null,
            senderName, receiverName, side == InterestSide.Sender ? receiverName : senderName,
            interest.Message, own, other,
            waits switch { InterestSide.Sender => "sender", InterestSide.Receiver => "receiver", _ => "none" },
            interest.DueAt, interest.DueAt < now, interest.SentAt, interest.UpdatedAt, interest.DeclineReason, interest.DeclineNote,
            [.. interest.Turns.Select(t => Hide(t, side, known, interest))], InterestMoves.Open(interest, side), interest.Paused,
            [.. interest.Ndas.Select(n => new InterestNda(n.RecordId, n.Institution, n.SignedOn, n.Reference, n.RecordedAt, n.RecordedBy, n.RevokedAt))],
            held);
    }

    // A turn names the person who wrote it; before acceptance the other side reads the side only.
    private static InterestTurn Hide(Turn turn, InterestSide side, bool known, Interest interest)
    {
        var mine = turn.Side == "bureau" || string.Equals(turn.Side, side.ToString(), StringComparison.OrdinalIgnoreCase);
        var named = turn.Side == "sender" ? interest.SenderNamed : interest.ReceiverNamed;
        return new(turn.At, turn.Side, known || mine || named || side == InterestSide.Bureau ? turn.Actor : "", turn.Verb, turn.Text);
    }
}
