using Matchmaking.Contracts.Identity;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation.Consumers;

/// <summary>
/// Pauses what is open with an organisation that the bureau suspends, lets it go on when it is reinstated, and gives its
/// name to what was written under an earlier one.
/// </summary>
internal sealed class OrganisationHandler(InterestStore store) : ICopyHandler<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (await store.Db.TakeAsync(new KnownOrganisation { Id = fact.Id }, fact, context, cancellation) is not { } row)
        {
            return;
        }

        row.Suspended = fact.Organisation.Status == OrganisationStatus.Suspended;
        row.Name = fact.Organisation.Name;
        await store.RenameAsync(fact.Id, row.Name, cancellation);
        await store.PauseAsync(row, cancellation);
        await store.Db.SaveChangesAsync(cancellation);
    }
}
