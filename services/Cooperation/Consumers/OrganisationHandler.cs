using Matchmaking.Contracts.Identity;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation.Consumers;

/// <summary>Pauses what is open with an organisation that the bureau suspends, and lets it go on when it is reinstated.</summary>
internal sealed class OrganisationHandler(InterestStore store) : IFactHandler<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        await store.HoldAsync([fact.Id], cancellation);
        var row = await store.Db.Organisations.FindAsync([fact.Id], cancellation);
        if (row is null)
        {
            row = new KnownOrganisation { Id = fact.Id };
            store.Db.Organisations.Add(row);
        }
        else if (row.Version >= fact.Version)
        {
            return;
        }

        row.Version = fact.Version;
        row.Suspended = fact.Organisation.Status == OrganisationStatus.Suspended;
        await store.PauseAsync(row, cancellation);
        await store.Db.SaveChangesAsync(cancellation);
    }
}
