using System.Diagnostics;
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
        OnceAsync(subscription, delivery, async (services, db) =>
        {
            await subscription.Handle(
                services, delivery.Fact, new FactContext(delivery.MessageId, subscription.Endpoint, attempt), cancellation);
            await db.SaveChangesAsync(cancellation);
        }, cancellation);

    /// <summary>
    /// Keeps the message with its error. The inbox row is written too: a later delivery must not run what waits for an operator.
    /// </summary>
    public Task PoisonAsync(Subscription subscription, Delivery delivery, int attempts, Exception error, CancellationToken cancellation) =>
        OnceAsync(subscription, delivery, async (_, db) =>
        {
            var now = time.GetUtcNow();
            db.Add(new PoisonMessage
            {
                Id = Guid.CreateVersion7(now),
                MessageId = delivery.MessageId,
                Consumer = subscription.Consumer,
                Name = FactNames.Of(subscription.Fact),
                Body = FactJson.Write(delivery.Fact),
                TraceParent = Activity.Current?.Id ?? delivery.TraceParent,
                FailedAt = now.UtcDateTime,
                Attempts = attempts,
                Error = Databases.Trim(error.ToString(), MessagingModel.MaxError),
            });
            await db.SaveChangesAsync(cancellation);
        }, cancellation);

    private async Task OnceAsync(
        Subscription subscription, Delivery delivery, Func<IServiceProvider, DbContext, Task> work, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(subscription.DbContext);
        using var gate = await gates.EnterAsync(subscription.DbContext, db, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // First of all and with a conflict clause: a twin waits here for this transaction's end, and finds the row.
        var insert = $$"""INSERT INTO {{db.Table<InboxEntry>()}} (message_id, consumer, received_at) VALUES ({0}, {1}, {2}) ON CONFLICT DO NOTHING""";
        var inserted = await db.Database.ExecuteSqlRawAsync(insert, [delivery.MessageId, subscription.Consumer, time.GetUtcNow().UtcDateTime], cancellation);
        if (inserted == 0)
            return;
        await work(scope.ServiceProvider, db);
        await transaction.CommitAsync(cancellation);
    }
}
