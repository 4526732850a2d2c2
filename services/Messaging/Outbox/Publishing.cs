using System.Diagnostics;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging;

/// <summary>How a service says that something has happened.</summary>
public static class Publishing
{
    /// <summary>
    /// Adds the fact to the context's outbox and nothing else: it leaves when the caller's own transaction has committed,
    /// at least once, in order with the other facts of the same name about the same entity.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The fact is not in <see cref="FactNames"/>.</exception>
    public static void Publish<TFact>(this DbContext db, TFact fact) where TFact : class, IFact
    {
        var options = db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>();
        var time = options?.ApplicationServiceProvider?.GetService<TimeProvider>() ?? TimeProvider.System;
        var now = time.GetUtcNow();
        var name = FactNames.Of(fact.GetType());
        db.Add(new OutboxMessage
        {
            MessageId = Guid.CreateVersion7(now),
            Name = name,
            Body = FactJson.Write(fact),
            Key = $"{name}:{fact.Id}",
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            TraceState = Activity.Current?.TraceStateString is { Length: <= 512 } state ? state : null,
            WrittenAt = now.UtcDateTime,
        });
        options?.Interceptors?.OfType<OutboxSignalInterceptor>().FirstOrDefault()?.Expect(db);
    }
}
