using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Consumers;

/// <summary>Keeps the local copy of organisations, and withholds the records of one that the bureau suspends.</summary>
public sealed class OrganisationHandler<TDb, TRecord, TContent, TStatus>(RecordStore<TDb, TRecord, TContent, TStatus> store)
    : ICopyHandler<OrganisationChanged>
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public async Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        var source = fact.Organisation;
        if (await store.Db.TakeAsync(new KnownOrganisation { Id = fact.Id, Name = "", ShortName = "" }, fact, context, cancellation) is not { } row)
        {
            return;
        }

        row.Name = source.Name;
        row.ShortName = source.ShortName;
        row.Kind = source.Kind;
        row.Approved = source.Status == OrganisationStatus.Approved;
        row.Suspended = source.Status == OrganisationStatus.Suspended;
        row.Industry = source.Industry;
        row.Town = source.Town;
        row.SizeBand = source.SizeBand;
        await store.WithholdAsync(fact.Id, row.Suspended, cancellation);
        await store.Db.SaveChangesAsync(cancellation);
    }
}
