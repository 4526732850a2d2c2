using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Upkeep;

/// <summary>Deletes what has served its time, a batch a transaction. Dead and poisoned messages stay.</summary>
internal sealed class Cleaner(IServiceScopeFactory scopes, WriterGates gates, OutboxOptions outbox, InboxOptions inbox, TimeProvider time)
{
    private const int Batch = 1000;

    /// <returns>How many rows were deleted.</returns>
    public async Task<int> CleanAsync(Type context, CancellationToken cancellation) =>
        await DeleteAsync<OutboxMessage>(context, "sent_at", outbox.KeepDays, cancellation)
        + await DeleteAsync<InboxEntry>(context, "received_at", inbox.KeepDays, cancellation);

    private async Task<int> DeleteAsync<TEntity>(Type context, string column, double keepDays, CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-keepDays);
        for (var total = 0; ;)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.Context(context);
            var (table, row) = (db.Table<TEntity>(), db.IsPostgres() ? "ctid" : "rowid");
            var sql = $$"""DELETE FROM {{table}} WHERE {{row}} IN (SELECT {{row}} FROM {{table}} WHERE {{column}} < {0} ORDER BY {{column}} LIMIT {1})""";
            int deleted;
            using (await gates.EnterAsync(context, db, cancellation))
                deleted = await db.Database.ExecuteSqlRawAsync(sql, [before, Batch], cancellation);
            total += deleted;
            if (deleted < Batch)
                return total;
        }
    }
}
