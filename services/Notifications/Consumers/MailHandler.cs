using Matchmaking.Contracts.Notifications;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Writes a requested mail; the sender takes it from there.</summary>
internal sealed class MailHandler(NotificationsDbContext db, MailTemplates templates, TimeProvider time) : IFactHandler<MailRequested>
{
    public async Task HandleAsync(MailRequested fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.Mails.FindAsync([fact.Id], cancellation) is not null)
        {
            return;
        }

        var (subject, body) = templates.Fill(fact.Template, fact.Language, fact.Values);
        db.Mails.Add(new OutgoingMail
        {
            Id = fact.Id,
            To = fact.To,
            Subject = subject,
            Body = body,
            WrittenAt = time.GetUtcNow().UtcDateTime,
            NextAttemptAt = time.GetUtcNow().UtcDateTime,
        });
        await db.SaveChangesAsync(cancellation);
    }
}
