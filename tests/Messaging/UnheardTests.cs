using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;

namespace Matchmaking.Messaging.Tests;

/// <summary>Facts that are published before anybody has ever listened; the broker drops what no queue takes.</summary>
[Collection(BrokerCollection.Name)]
public sealed class UnheardTests
{
    [Fact]
    public async Task What_happened_once_waits_for_its_first_listener_and_stops_nobody()
    {
        await using var broker = TestBroker.Create(rabbitMq: true);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Postgres);
        var noted = Noted();
        await using (var deaf = new PartyHost(database, broker.Settings) { Subscriptions = _ => { } })
        {
            await deaf.StartAsync();
            // Of the account the change feed will tell whoever comes later.
            await deaf.PublishAsync(noted, Facts.Account());
            await Probe.Until(async () => (await deaf.OutboxAsync()) is [{ SentAt: null, LastError: OutboxMessage.Unheard }, { SentAt: not null }], "one waits, one has left");
        }

        await using var host = new PartyHost(database, broker.Settings) { Subscriptions = on => on.On<AuditNoted, NoteReader>("audit") };
        await host.StartAsync();

        await host.SentAsync();
        await Probe.Until(async () => (await host.EffectsAsync()).Count == 1, "it is handled");
        Assert.Equal(noted.Id, (await host.EffectsAsync()).Single().Entity);
    }

    [Fact]
    public async Task What_nobody_listens_to_for_a_day_is_for_an_operator()
    {
        await using var broker = TestBroker.Create(rabbitMq: true);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = new PartyHost(database, [.. broker.Settings, ("Outbox:UnheardHours", "0")]) { Subscriptions = _ => { } };
        await host.StartAsync();

        await host.PublishAsync(Noted());

        await Probe.Until(async () => (await host.OutboxAsync()).Single().DeadAt is not null, "it is given up");
    }

    private static AuditNoted Noted() => new(
        Guid.NewGuid(), 1, new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc),
        new AuditNote(null, "system", null, "need.expire", new LocalText("过期", "expired"), Guid.NewGuid(), "N-2026-0001", null, null));
}

internal sealed class NoteReader(PartyDb db, HandlerScript script) : IFactHandler<AuditNoted>
{
    public Task HandleAsync(AuditNoted fact, FactContext context, CancellationToken cancellation) =>
        script.RunAsync(db, nameof(NoteReader), fact, cancellation);
}
