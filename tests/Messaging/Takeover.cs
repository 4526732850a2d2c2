using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging.Tests;

/// <summary>A process is killed for real, with SIGKILL, and another takes over: nothing is lost and nothing repeated.</summary>
internal static class Takeover
{
    public static async Task AssertAsync(DatabaseKind kind, KillPoint point, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        var facts = Enumerable.Range(0, 40).Select(_ => Facts.Organisation()).ToList();
        await using (var writer = new PartyHost(database))
            await writer.PublishAsync(facts);
        using (var victim = await Victim.StartAsync(database, point, broker))
            await victim.KillAsync();

        await using var host = new PartyHost(database, broker.Settings);
        // Between processes only time ends a dead one's claims; an embedded host knows that it is alone.
        if (rabbitMq)
            await host.UseAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(
                s => s.SetProperty(m => m.LockedUntil, m => m.LockedUntil == null ? null : m.WrittenAt)));
        await host.StartAsync();
        await host.SentAsync();
        await Probe.Until(async () => (await host.EffectsAsync()).Count >= facts.Count * 2, "everything is handled");
        await host.AssertOnceAsync(facts.Select(f => f.Id));
    }
}
