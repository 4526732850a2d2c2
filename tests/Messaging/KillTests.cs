using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging.Tests;

/// <summary>Processes are killed for real, with SIGKILL, and another takes over.</summary>
[Collection(BrokerCollection.Name)]
public sealed class KillTests
{
    public static TheoryData<DatabaseKind, KillPoint, bool> Cases => new(
        from kind in Enum.GetValues<DatabaseKind>()
        from point in Enum.GetValues<KillPoint>()
        from rabbitMq in new[] { false, true }
        where !rabbitMq || kind == DatabaseKind.Postgres
        select (kind, point, rabbitMq));

    [Theory, MemberData(nameof(Cases))]
    public async Task A_killed_process_loses_nothing_and_repeats_nothing(DatabaseKind kind, KillPoint point, bool rabbitMq)
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

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_graceful_stop_with_a_backlog_loses_nothing(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        var facts = Enumerable.Range(0, 100).Select(_ => Facts.Organisation()).ToList();
        await using (var first = await PartyHost.StartAsync(database))
        {
            var held = new TaskCompletionSource();
            first.Handlers.Before = (_, _) => first.Handlers.Calls > 20 ? held.Task : Task.CompletedTask;
            await first.PublishAsync(facts);
            await Probe.Until(() => first.Handlers.Calls > 20, "some are handled");
            var stopping = first.StopAsync();
            held.SetResult();
            await stopping;
            Assert.All((await first.OutboxAsync()).Where(m => m.SentAt is null), m => Assert.Null(m.LockedBy));
        }

        // The same flow builds a second host: neither a stale logger nor a stale claim may be in its way.
        await using var second = await PartyHost.StartAsync(database);
        await second.SentAsync();
        await second.AssertOnceAsync(facts.Select(f => f.Id));
    }
}
