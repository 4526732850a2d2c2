using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Keeps the local copy of who belongs where.</summary>
internal sealed class AccountHandler(NotificationsDbContext db) : ICopyHandler<AccountChanged>
{
    public async Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.TakeAsync(new Person { Id = fact.Id }, fact, context, cancellation) is not { } person)
        {
            return;
        }

        person.OrganisationId = fact.Account.OrganisationId;
        person.Roles = string.Join(',', fact.Account.Roles);
        person.Active = fact.Account.Active;
        person.Email = fact.Account.Active ? fact.Account.Email : null;
        person.Language = fact.Account.Language is "en" ? "en" : "zh-CN";
        await db.SaveChangesAsync(cancellation);
    }
}
