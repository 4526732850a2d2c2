using System.Data.Common;
using System.Runtime.CompilerServices;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Matchmaking.Messaging;

/// <summary>
/// Wakes the outbox relay as soon as facts are committed. Add this singleton to every service context's options with
/// <c>AddInterceptors(provider.GetRequiredService&lt;OutboxSignalInterceptor&gt;())</c>; without it facts leave at the next poll.
/// </summary>
public sealed class OutboxSignalInterceptor : DbTransactionInterceptor, ISaveChangesInterceptor
{
    private readonly OutboxSignals _signals;
    private readonly ConditionalWeakTable<DbContext, object> _expected = [];

    internal OutboxSignalInterceptor(OutboxSignals signals) => _signals = signals;

    internal void Expect(DbContext context) => _expected.AddOrUpdate(context, this);

    /// <inheritdoc />
    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saved(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saved(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(eventData.Context);

    /// <inheritdoc />
    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    private void Saved(DbContext? context)
    {
        if (context?.Database.CurrentTransaction is null)
            Committed(context);
    }

    private void Committed(DbContext? context)
    {
        if (context is not null && _expected.Remove(context))
            _signals.Pulse(context.GetType());
    }
}
