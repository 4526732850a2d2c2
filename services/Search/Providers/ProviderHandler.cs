using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;

namespace Matchmaking.Search.Providers;

/// <summary>Keeps the local copy of organisations.</summary>
internal sealed class ProviderHandler(SearchDbContext db) : IFactHandler<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        var provider = await db.Providers.FindAsync([fact.Id], cancellation);
        if (provider is null)
        {
            provider = new Provider { Id = fact.Id };
            db.Providers.Add(provider);
        }
        else if (provider.Version >= fact.Version)
        {
            return;
        }

        provider.Version = fact.Version;
        provider.SizeBand = fact.Organisation.SizeBand;
        provider.Approved = fact.Organisation.Status == OrganisationStatus.Approved;
        await db.SaveChangesAsync(cancellation);
    }
}
