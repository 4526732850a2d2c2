using Matchmaking.Contracts.Cooperation;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;

namespace Matchmaking.Search.Feedback;

/// <summary>An interest that was accepted or declined says more of a proposal than any click.</summary>
internal sealed class InterestFeedback(FeedbackLog log, DocumentStore documents) : IFactHandler<InterestChanged>
{
    public async Task HandleAsync(InterestChanged fact, FactContext context, CancellationToken cancellation)
    {
        var interest = fact.Interest;
        FeedbackKind? outcome = interest.Status switch
        {
            InterestStatus.Accepted => FeedbackKind.Accepted,
            InterestStatus.Declined => FeedbackKind.Declined,
            _ => null,
        };
        // Without a record of the sender's own there was no list to rank.
        if (outcome is not { } action || interest.OwnId is not { } own)
        {
            return;
        }

        var both = await documents.FindAsync([own, interest.ItemId], cancellation);
        if (both.TryGetValue(own, out var source) && both.TryGetValue(interest.ItemId, out var item) && source.Visible && item.Visible)
        {
            await log.AddAsync(source, item, action, null, null, cancellation);
        }
    }
}
