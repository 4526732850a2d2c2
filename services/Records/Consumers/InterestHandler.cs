using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Consumers;

/// <summary>
/// An accepted interest opens tier L2 of the records named in it to the other side, and moves a published record into
/// talks. Accepting is final, so the fact needs no version check: a repeat finds the grant in place.
/// </summary>
public sealed class InterestHandler<TDb, TRecord, TContent, TStatus>(RecordStore<TDb, TRecord, TContent, TStatus> store)
    : IFactHandler<InterestChanged>
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public async Task HandleAsync(InterestChanged fact, FactContext context, CancellationToken cancellation)
    {
        var interest = fact.Interest;
        if (interest.Status != InterestStatus.Accepted)
        {
            return;
        }

        await OpenAsync(interest.ItemKind, interest.ItemId, interest.SenderOrganisationId, fact.OccurredAt, cancellation);
        if (interest is { OwnKind: { } kind, OwnId: { } own })
        {
            await OpenAsync(kind, own, interest.ReceiverOrganisationId, fact.OccurredAt, cancellation);
        }

        await store.Db.SaveChangesAsync(cancellation);
    }

    private async Task OpenAsync(RecordKind kind, Guid id, Guid to, DateTime at, CancellationToken cancellation)
    {
        if (kind != store.Definition.Kind)
        {
            return;
        }

        if (await store.Db.Grants.FindAsync([id, to], cancellation) is null)
        {
            store.Db.Grants.Add(new Grant { RecordId = id, OrganisationId = to, Tier = Disclosure.L2, At = at });
        }

        var record = await store.Db.Records.SingleOrDefaultAsync(r => r.Id == id, cancellation);
        if (record is not null && store.Definition.OnInterestAccepted is { } transition && transition.From.Contains(record.Status))
        {
            store.Apply(record, transition, Actor.System, null);
        }
    }
}
