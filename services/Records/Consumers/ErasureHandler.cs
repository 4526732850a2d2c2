using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Consumers;

/// <summary>Blots an erased person's name out of records and their history; the records are the organisation's and stay.</summary>
public sealed class ErasureHandler<TDb, TRecord, TContent, TStatus>(TDb db) : ICopyHandler<AccountChanged>
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public async Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (fact.Account is not { Erased: true, DisplayName: var nobody })
        {
            return;
        }

        await db.History.Where(h => h.ActorId == fact.Id).ExecuteUpdateAsync(s => s.SetProperty(h => h.Actor, nobody), cancellation);
        await db.Records.Where(r => r.AuthorId == fact.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.AuthorName, nobody), cancellation);
    }
}
