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
/// An accepted interest opens tier L2 of the records named in it to the other side, L3 with a signed non-disclosure
/// agreement, and moves a published record into talks; the end of the interest closes them again.
/// </summary>
public sealed class InterestHandler<TDb, TRecord, TContent, TStatus>(RecordStore<TDb, TRecord, TContent, TStatus> store)
    : ICopyHandler<InterestChanged>
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public async Task HandleAsync(InterestChanged fact, FactContext context, CancellationToken cancellation)
    {
        var interest = fact.Interest;
        if (interest.Status is not (InterestStatus.Accepted or InterestStatus.Ended))
        {
            return;
        }

        await PutAsync(fact, context, interest.ItemKind, interest.ItemId, interest.SenderOrganisationId, cancellation);
        if (interest is { OwnKind: { } kind, OwnId: { } own })
        {
            await PutAsync(fact, context, kind, own, interest.ReceiverOrganisationId, cancellation);
        }

        await store.Db.SaveChangesAsync(cancellation);
    }

    private async Task PutAsync(InterestChanged fact, FactContext context, RecordKind kind, Guid id, Guid to, CancellationToken cancellation)
    {
        if (kind != store.Definition.Kind)
        {
            return;
        }

        var blank = new Grant { RecordId = id, OrganisationId = to, InterestId = fact.Id, Tier = Disclosure.L2, At = fact.OccurredAt };
        if (await store.Db.TakeAsync(blank, fact, context, cancellation) is not { } grant)
        {
            return;
        }

        var accepted = fact.Interest.Status == InterestStatus.Accepted;
        if (accepted && store.Db.Entry(grant).Property(g => g.Version).OriginalValue == 0)
        {
            await StartTalksAsync(id, cancellation);
        }

        grant.Tier = fact.Interest.Confidential?.Contains(id) == true ? Disclosure.L3 : Disclosure.L2;
        grant.EndedAt = accepted ? null : fact.OccurredAt;
        if (!accepted && await store.Db.Grants.FindAsync([id, to, Guid.Empty], cancellation) is { } unnamed)
        {
            unnamed.EndedAt ??= fact.OccurredAt;
        }
    }

    private async Task StartTalksAsync(Guid id, CancellationToken cancellation)
    {
        var record = await store.Db.Records.SingleOrDefaultAsync(r => r.Id == id, cancellation);
        if (record is not null && store.Definition.OnInterestAccepted is { } transition && transition.From.Contains(record.Status))
        {
            store.Apply(record, transition, Actor.System, null);
        }
    }
}
