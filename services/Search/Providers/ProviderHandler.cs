using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;

namespace Matchmaking.Search.Providers;

/// <summary>Keeps the local copy of organisations.</summary>
internal sealed class ProviderHandler(SearchDbContext db) : ICopyHandler<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.TakeAsync(new Provider { Id = fact.Id }, fact, context, cancellation) is { } provider)
        {
            provider.Name = fact.Organisation.Name;
            provider.SizeBand = fact.Organisation.SizeBand;
            provider.Approved = fact.Organisation.Status == OrganisationStatus.Approved;
            await db.SaveChangesAsync(cancellation);
        }
    }
}
