using Matchmaking.Contracts.Notifications;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Mail;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Writes a requested mail; the sender takes it from there.</summary>
internal sealed class MailHandler(NotificationsDbContext db, MailQueue queue) : IFactHandler<MailRequested>
{
    public async Task HandleAsync(MailRequested fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.Mails.FindAsync([fact.Id], cancellation) is not null)
        {
            return;
        }

        await queue.WriteAsync(fact.Id, fact.To, fact.Template, fact.Language, fact.Values, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}
