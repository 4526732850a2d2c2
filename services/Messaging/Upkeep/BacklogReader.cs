using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Upkeep;

/// <summary>What waits in one service's tables.</summary>
/// <param name="OldestAge">
/// Age of the oldest fact that could be on its way; zero where there is none. Facts behind a dead one wait for an operator.
/// </param>
/// <param name="Unheard">Facts that wait for a service that has never started.</param>
internal readonly record struct Backlog(TimeSpan OldestAge, int Dead, int Poison, int Unheard);

internal sealed class BacklogReader(IServiceScopeFactory scopes, TimeProvider time)
{
    public async Task<Backlog> ReadAsync(Type context, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        var outbox = db.Set<OutboxMessage>().AsNoTracking();
        var dead = outbox.Where(m => m.DeadAt != null && m.SentAt == null);
        var waiting = outbox.Where(m => m.SentAt == null && m.DeadAt == null);
        var oldest = await waiting.Where(m => m.LastError != OutboxMessage.Unheard && !dead.Any(d => d.Key == m.Key))
            .OrderBy(m => m.Seq).Select(m => (DateTime?)m.WrittenAt).FirstOrDefaultAsync(cancellation);
        return new Backlog(
            oldest is { } at ? time.GetUtcNow().UtcDateTime - at : TimeSpan.Zero,
            await dead.CountAsync(cancellation),
            await db.Set<PoisonMessage>().CountAsync(cancellation),
            await waiting.CountAsync(m => m.LastError == OutboxMessage.Unheard, cancellation));
    }
}
