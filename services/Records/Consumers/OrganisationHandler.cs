using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Consumers;

/// <summary>Keeps the local copy of organisations; an older version is dropped.</summary>
public sealed class OrganisationHandler<TDb>(TDb db) : IFactHandler<OrganisationChanged>
    where TDb : DbContext
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        var source = fact.Organisation;
        var row = await db.Set<KnownOrganisation>().FindAsync([fact.Id], cancellation);
        if (row is null)
        {
            row = new KnownOrganisation { Id = fact.Id, Name = source.Name, ShortName = source.ShortName };
            db.Add(row);
        }
        else if (row.Version >= fact.Version)
        {
            return;
        }

        row.Version = fact.Version;
        row.Name = source.Name;
        row.ShortName = source.ShortName;
        row.Kind = source.Kind;
        row.Approved = source.Status == OrganisationStatus.Approved;
        row.Industry = source.Industry;
        row.Town = source.Town;
        row.SizeBand = source.SizeBand;
        await db.SaveChangesAsync(cancellation);
    }
}
