using Matchmaking.Contracts;
using Matchmaking.Messaging.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Inbox;

/// <summary>The transactions of one delivery, each in a scope of its own.</summary>
internal sealed class InboxStore(IServiceScopeFactory scopes, WriterGates gates, TimeProvider time)
{
    /// <summary>Runs the handler unless it has dealt with the message; its changes and the inbox row commit together.</summary>
    public Task HandleAsync(Subscription subscription, Delivery delivery, int attempt, CancellationToken cancellation) =>
        OnceAsync(subscription.DbContext, delivery.MessageId, subscription.Consumer, async (services, db) =>
        {
            await subscription.Handle(
                services, delivery.Fact, new FactContext(delivery.MessageId, subscription.Endpoint, attempt), cancellation);
            await db.SaveChangesAsync(cancellation);
        }, cancellation);

    /// <summary>
    /// Keeps a message with its error. The inbox row is written too: a later delivery must not run what waits for an operator.
    /// </summary>
    public Task PoisonAsync(Type context, PoisonMessage message, CancellationToken cancellation) =>
        OnceAsync(context, message.MessageId, message.Consumer, async (_, db) =>
        {
            db.Add(message);
            await db.SaveChangesAsync(cancellation);
        }, cancellation);

    /// <summary>Takes a message out of the poison store by handling it again, in one transaction.</summary>
    /// <returns>False when it was not there any more.</returns>
    public Task<bool> RedriveAsync(Subscription subscription, Guid poison, Delivery delivery, CancellationToken cancellation) =>
        TransactAsync(subscription.DbContext, async (services, db) =>
        {
            if (await db.Set<PoisonMessage>().Where(m => m.Id == poison).ExecuteDeleteAsync(cancellation) == 0)
                return false;
            await subscription.Handle(services, delivery.Fact, new FactContext(delivery.MessageId, subscription.Endpoint, 0), cancellation);
            await db.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);

    /// <summary>Runs the handler on an entity's present state, whatever the inbox says.</summary>
    public async Task<CopyState> CompareAsync(Subscription subscription, IFact fact, CancellationToken cancellation)
    {
        var state = CopyState.Same;
        await TransactAsync(subscription.DbContext, async (services, db) =>
        {
            db.SavingChanges += (_, _) => state = Worst(state, db);
            await subscription.Handle(services, fact, new FactContext(Guid.Empty, subscription.Endpoint, 0, Comparing: true), cancellation);
            await db.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
        return state;
    }

    // A version alone makes no difference: work that nobody else sees may raise it.
    private static CopyState Worst(CopyState state, DbContext db)
    {
        db.ChangeTracker.DetectChanges();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            var own = entry switch
            {
                { State: EntityState.Added or EntityState.Deleted } => CopyState.Different,
                { State: EntityState.Modified, Entity: ICopy } when (long)entry.Property(nameof(ICopy.Version)).OriginalValue! == 0 => CopyState.Missing,
                { State: EntityState.Modified } when entry.Properties.Any(p => p.IsModified && p.Metadata.Name != nameof(ICopy.Version)) => CopyState.Different,
                _ => CopyState.Same,
            };
            state = own > state ? own : state;
        }
        return state;
    }

    private Task<bool> OnceAsync(
        Type context, Guid messageId, string consumer, Func<IServiceProvider, DbContext, Task> work, CancellationToken cancellation) =>
        TransactAsync(context, async (services, db) =>
        {
            // First of all and with a conflict clause: a twin waits here for this transaction's end, and finds the row.
            var insert = $$"""INSERT INTO {{db.Table<InboxEntry>()}} (message_id, consumer, received_at) VALUES ({0}, {1}, {2}) ON CONFLICT DO NOTHING""";
            var inserted = await db.Database.ExecuteSqlRawAsync(insert, [messageId, consumer, time.GetUtcNow().UtcDateTime], cancellation);
            if (inserted == 0)
                return false;
            await work(services, db);
            return true;
        }, cancellation);

    /// <summary>Commits when the work says so.</summary>
    private async Task<bool> TransactAsync(
        Type context, Func<IServiceProvider, DbContext, Task<bool>> work, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        using var gate = await gates.EnterAsync(context, db, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await work(scope.ServiceProvider, db))
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
