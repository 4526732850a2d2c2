using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Outbox;

/// <summary>How the sending of one row ended.</summary>
/// <param name="Error">Null: delivered.</param>
/// <param name="RetryAt">When to try again; null after an error: at once.</param>
/// <param name="Counted">The failure was the message's own.</param>
internal sealed record Outcome(long Seq, string? Error = null, DateTime? RetryAt = null, bool Counted = false, bool Dead = false);

/// <summary>The relay's statements on one service's outbox, each in a scope and transaction of its own.</summary>
internal sealed class OutboxStore(Type context, IServiceScopeFactory scopes, WriterGates gates, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Refuses a context that messaging cannot work with, without asking the database.</summary>
    /// <exception cref="InvalidOperationException">The tables are not mapped, or the context repeats work by itself.</exception>
    public async Task CheckAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        _ = db.Table<OutboxMessage>();
        // It forbids transactions begun by hand, so every message would end as poison.
        if (db.Database.CreateExecutionStrategy().RetriesOnFailure)
            throw new InvalidOperationException($"{db.GetType().Name} has a retrying execution strategy; messaging retries by itself.");
    }

    /// <summary>
    /// Claims due rows for a while. A row waits until no older unsent row has its key, dead ones included. Both
    /// databases claim in one statement, so two relays never hold one row.
    /// </summary>
    public Task<List<OutboxMessage>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellation) =>
        WriteAsync(async db =>
        {
            var table = db.Table<OutboxMessage>();
            // Materialised: PostgreSQL may otherwise run the inner query again for each row and pass its limit.
            var (skip, once) = db.IsPostgres() ? (" FOR UPDATE OF o SKIP LOCKED", "MATERIALIZED ") : ("", "");
            var sql = $$"""
                WITH due AS {{once}}(
                    SELECT o.seq FROM {{table}} AS o
                    WHERE o.sent_at IS NULL AND o.dead_at IS NULL
                      AND (o.locked_until IS NULL OR o.locked_until < {0}) AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= {0})
                      AND NOT EXISTS (SELECT 1 FROM {{table}} AS e WHERE e.key = o.key AND e.sent_at IS NULL AND e.seq < o.seq)
                    ORDER BY o.seq LIMIT {1}{{skip}})
                UPDATE {{table}} SET locked_by = {2}, locked_until = {3} WHERE seq IN (SELECT seq FROM due) RETURNING *
                """;
            var rows = await db.Set<OutboxMessage>().FromSqlRaw(sql, Now, limit, owner, Now + lease).AsNoTracking().ToListAsync(cancellation);
            // RETURNING promises no order.
            rows.Sort((a, b) => a.Seq.CompareTo(b.Seq));
            return rows;
        }, cancellation);

    /// <summary>Writes down how sending ended, for the rows the owner still holds.</summary>
    /// <returns>How many it held.</returns>
    public Task<int> CompleteAsync(string owner, IReadOnlyCollection<Outcome> outcomes, CancellationToken cancellation) =>
        WriteAsync(async db =>
        {
            var now = Now;
            var held = 0;
            var sent = outcomes.Where(o => o.Error is null).Select(o => o.Seq).ToArray();
            if (sent.Length > 0)
                held += await db.Set<OutboxMessage>().Where(m => m.LockedBy == owner && m.SentAt == null && sent.Contains(m.Seq))
                    .ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, now).SetProperty(m => m.LockedBy, (string?)null)
                        .SetProperty(m => m.LockedUntil, (DateTime?)null).SetProperty(m => m.LastError, (string?)null), cancellation);
            foreach (var failure in outcomes.Where(o => o.Error is not null))
            {
                var error = Databases.Trim(failure.Error, MessagingModel.MaxError);
                var dead = failure.Dead ? now : (DateTime?)null;
                var counted = failure.Counted ? 1 : 0;
                held += await db.Set<OutboxMessage>().Where(m => m.LockedBy == owner && m.SentAt == null && m.Seq == failure.Seq)
                    .ExecuteUpdateAsync(s => s.SetProperty(m => m.LastError, error).SetProperty(m => m.DeadAt, dead)
                        .SetProperty(m => m.Attempts, m => m.Attempts + counted).SetProperty(m => m.NextAttemptAt, failure.RetryAt)
                        .SetProperty(m => m.LockedBy, (string?)null).SetProperty(m => m.LockedUntil, (DateTime?)null), cancellation);
            }
            return held;
        }, cancellation);

    /// <summary>Gives up claims: one owner's, or everybody's where no other relay can be running.</summary>
    public Task<int> ReleaseAsync(string? owner, CancellationToken cancellation) =>
        WriteAsync(db => db.Set<OutboxMessage>()
            .Where(m => m.SentAt == null && m.DeadAt == null && m.LockedBy != null && (owner == null || m.LockedBy == owner))
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.LockedBy, (string?)null).SetProperty(m => m.LockedUntil, (DateTime?)null),
                cancellation), cancellation);

    private async Task<T> WriteAsync<T>(Func<DbContext, Task<T>> write, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        using var gate = await gates.EnterAsync(context, db, cancellation);
        return await write(db);
    }
}
