using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Tests;

/// <summary>Copies of another service's entities, while the handlers of a queue run side by side.</summary>
[Collection(BrokerCollection.Name)]
public sealed class CopyTests
{
    private const int Rounds = 20;

    public static TheoryData<DatabaseKind, bool> Hostings => DeliveryTests.Hostings;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Facts_of_one_entity_that_are_handled_at_once_leave_the_newest_whole(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = Host(database);
        await host.StartAsync();
        host.Handlers.After = (_, _) => Task.Delay(2);
        var inbox = host.Services.GetRequiredService<InboxRunner>();
        var keeper = host.Services.GetRequiredService<SubscriptionCatalog>().All.Single();

        for (var round = 0; round < Rounds; round++)
        {
            // The first fact of all is among them.
            var id = Guid.NewGuid();
            var facts = Enumerable.Range(1, 4).Select(v => Fact(id, v)).OrderBy(f => (f.Version * 7 + round) % 5).ToList();
            await Task.WhenAll(facts.Select(f => Task.Run(() => inbox.ReceiveAsync(keeper, new Delivery(Guid.NewGuid(), f, null, null), default))));
            AssertIs(4, await KnownAsync(host, id));
        }

        Assert.Empty(await host.UseAsync(db => db.Set<PoisonMessage>().AsNoTracking().ToListAsync()));
    }

    [Theory, MemberData(nameof(Hostings))]
    public async Task Eight_handlers_at_once_end_with_the_newest_version(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = Host(database, [.. broker.Settings, ("Inbox:Concurrency", "8")]);
        await host.StartAsync();
        var ids = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();

        for (var version = 1; version <= 4; version++)
            await host.PublishAsync(ids.Select(id => Fact(id, version)));

        await host.SentAsync();
        await Probe.Until(() => host.UseAsync(async db => await db.Set<InboxEntry>().CountAsync() == 4 * ids.Count), "everything is handled");
        foreach (var id in ids)
            AssertIs(4, await KnownAsync(host, id));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_comparison_says_what_it_found_and_mends_it(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = Host(database);
        await host.StartAsync();
        var mender = host.Services.GetRequiredService<CopyMender>();
        var id = Guid.NewGuid();

        Assert.Equal(["identity.organisation-changed"], mender.KeptBy(host.Service));
        Assert.Equal(CopyState.Missing, await mender.CompareAsync(host.Service, Fact(id, 3), default));
        AssertIs(3, await KnownAsync(host, id));
        Assert.Equal(CopyState.Same, await mender.CompareAsync(host.Service, Fact(id, 3), default));
        // Two versions mixed, as the older handlers left them: no fact sent again would have mended it.
        await host.UseAsync(db => db.Known.Where(k => k.Id == id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Town, "town 2")));
        Assert.Equal(CopyState.Different, await mender.CompareAsync(host.Service, Fact(id, 3), default));
        AssertIs(3, await KnownAsync(host, id));
        // What the feed was read for has been overtaken by a fact.
        Assert.Equal(CopyState.Same, await mender.CompareAsync(host.Service, Fact(id, 2), default));
        AssertIs(3, await KnownAsync(host, id));
    }

    private static PartyHost Host(TestDatabase database, params (string Name, string Value)[] settings) =>
        new(database, settings) { Subscriptions = on => on.On<OrganisationChanged, PartyKeeper>("known") };

    private static OrganisationChanged Fact(Guid id, long version) => Facts.Organisation(id, version) with
    {
        Organisation = Facts.Organisation().Organisation with
        {
            Name = $"name {version}",
            Town = $"town {version}",
            Status = version % 2 == 0 ? OrganisationStatus.Suspended : OrganisationStatus.Approved,
        },
    };

    private static Task<KnownParty> KnownAsync(PartyHost host, Guid id) => host.UseAsync(db => db.Known.AsNoTracking().SingleAsync(k => k.Id == id));

    private static void AssertIs(long version, KnownParty known)
    {
        var wanted = Fact(known.Id, version).Organisation;
        Assert.Equal((version, wanted.Name, wanted.Town, wanted.Status), (known.Version, known.Name, known.Town, known.Status));
    }
}
