using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Consumers;

/// <summary>
/// Learns the names of approved organisations and never forgets one, in whatever order the facts come; where a record that
/// others see keeps a newly learned name away, other services are told who is meant. Names of a registration that nobody
/// has approved say nothing: anybody may write a competitor's into one.
/// </summary>
public sealed class NameHandler<TDb, TRecord, TContent, TStatus>(RecordStore<TDb, TRecord, TContent, TStatus> store)
    : IFactHandler<OrganisationChanged>
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    private const int Batch = 100;

    public Task HandleAsync(OrganisationChanged fact, FactContext context, CancellationToken cancellation)
    {
        var source = fact.Organisation;
        return source.Status == OrganisationStatus.Approved
            ? LearnAsync(fact.Id, [source.Name, source.ShortName, source.CreditCode ?? ""], cancellation)
            : Task.CompletedTask;
    }

    /// <summary>Keeps an approved organisation's names and saves.</summary>
    public async Task LearnAsync(Guid organisation, IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var key in Meant.KeysOf(names))
        {
            if (await AddAsync(key, organisation, cancellation))
            {
                await RetellAsync(key, cancellation);
            }
        }
    }

    // Of two handlers that learn the same at once, the second finds it known.
    private async Task<bool> AddAsync(string key, Guid organisation, CancellationToken cancellation)
    {
        var type = store.Db.Model.FindEntityType(typeof(OrganisationName))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return await store.Db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {table} (\"Key\", \"OrganisationId\") VALUES ({{0}}, {{1}}) ON CONFLICT DO NOTHING", [key, organisation], cancellation) > 0;
#pragma warning restore EF1002
    }

    private async Task RetellAsync(string key, CancellationToken cancellation)
    {
        var visible = store.Definition.LifeCycle.Visible.ToArray();
        for (var last = Guid.Empty; ;)
        {
            var records = await store.Db.Records
                .Where(r => r.Avoided!.Contains(key) && visible.Contains(r.Status) && !r.Withheld && r.Id.CompareTo(last) > 0)
                .OrderBy(r => r.Id).Take(Batch).ToListAsync(cancellation);
            records.ForEach(store.Retell);
            await store.Db.SaveChangesAsync(cancellation);
            if (records.Count < Batch)
            {
                return;
            }

            last = records[^1].Id;
        }
    }
}
