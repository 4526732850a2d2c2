using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Tells each side of an interest what the other one did.</summary>
internal sealed class InterestNews(NotificationsDbContext db, Inbox inbox) : IFactHandler<InterestChanged>
{
    public async Task HandleAsync(InterestChanged fact, FactContext context, CancellationToken cancellation)
    {
        var interest = fact.Interest;
        if (await inbox.IsNewsAsync(fact.Id, fact.Version, interest.Status.ToString(), fact.OccurredAt, cancellation))
        {
            var title = interest.ItemTitle;
            (bool ToSender, LocalText Text)? news = interest.Status switch
            {
                InterestStatus.Sent => (false, new($"收到意向：{title}", $"New interest: {title}")),
                InterestStatus.Asked => (true, new($"对方提出了问题，请回答：{title}", $"You were asked a question: {title}")),
                InterestStatus.Accepted => (true, new($"意向已被接受，可以查看联系方式：{title}", $"Your interest was accepted, contacts are open: {title}")),
                InterestStatus.Declined => (true, new($"意向被婉拒，原因已写明：{title}", $"Your interest was declined, with the reason: {title}")),
                InterestStatus.Withdrawn => (false, new($"对方撤回了意向：{title}", $"An interest was withdrawn: {title}")),
                InterestStatus.Expired => (true, new($"意向逾期未答复，已结束：{title}", $"Your interest ended unanswered: {title}")),
                _ => null,
            };
            if (news is { } message)
            {
                await WriteAsync(fact, message.ToSender, message.Text, cancellation);
            }
            else if (interest.Status == InterestStatus.Ended)
            {
                // The fact does not say by whom.
                var text = new LocalText($"合作意向已由一方结束：{title}", $"The interest was ended by one side: {title}");
                await WriteAsync(fact, true, text, cancellation);
                await WriteAsync(fact, false, text, cancellation);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private Task WriteAsync(InterestChanged fact, bool toSender, LocalText text, CancellationToken cancellation)
    {
        var interest = fact.Interest;
        var (organisation, person) = toSender
            ? (interest.SenderOrganisationId, interest.SenderAccountId)
            : (interest.ReceiverOrganisationId, interest.ReceiverAccountId);
        // Whoever wrote the record is a party of its own only where it is a profile.
        var party = toSender || interest.ItemKind == RecordKind.Expert ? person : null;
        return inbox.WriteAsync(
            organisation, p => Readership.ReadsInterest(p.Id == party, p.EachRole), person,
            text, $"/work/interests/{fact.Id}", fact.OccurredAt, cancellation, mail: true,
            due: interest.Status is InterestStatus.Sent or InterestStatus.Asked ? interest.DueAt : null);
    }
}
