using System.Diagnostics;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Tests;

[Collection(BrokerCollection.Name)]
public sealed class DeliveryTests
{
    /// <summary>Database, and whether over RabbitMQ.</summary>
    public static TheoryData<DatabaseKind, bool> Hostings => new()
    {
        { DatabaseKind.Sqlite, false }, { DatabaseKind.Postgres, false }, { DatabaseKind.Postgres, true },
    };

    [Theory, MemberData(nameof(Hostings))]
    public async Task A_fact_reaches_every_handler_once_and_is_then_marked(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database, broker.Settings);

        await host.PublishAsync(Facts.Organisation(), Facts.Account());

        await host.SentAsync();
        await Probe.Until(async () => (await host.EffectsAsync()).Count == 3, "every handler has run");
        Assert.Equal(["AccountReader", "OrganisationIndexer", "OrganisationReader"], (await host.EffectsAsync()).Select(e => e.Handler).Order());
    }

    [Theory, MemberData(nameof(Hostings))]
    public async Task A_fact_of_a_transaction_rolled_back_never_leaves(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database, broker.Settings);

        await host.UseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(Facts.Organisation());
            return await db.SaveChangesAsync();
        });
        await host.PublishAsync(Facts.Account());

        await Probe.Until(() => host.Sender.Sends == 1, "the other fact is sent");
        Assert.Single(await host.OutboxAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_commit_wakes_the_relay(bool inTransaction)
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database, ("Outbox:PollSeconds", "600"));
        await host.PublishAsync(Facts.Account());
        await host.SentAsync();

        await host.UseAsync(async db =>
        {
            await using var transaction = inTransaction ? await db.Database.BeginTransactionAsync() : null;
            db.Publish(Facts.Organisation());
            await db.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
            return true;
        });

        await host.SentAsync();
    }

    [Theory, MemberData(nameof(Hostings))]
    public async Task The_trace_is_one_from_the_request_to_the_handler(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        using var requests = new ActivitySource("Requests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Requests" or MessagingSources.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await PartyHost.StartAsync(database, broker.Settings);
        var fact = Facts.Account();

        string trace;
        using (var request = requests.StartActivity("POST /api")!)
        {
            trace = request.TraceId.ToString();
            await host.PublishAsync(fact);
        }

        await Probe.Until(async () => (await host.EffectsAsync()).Any(e => e.Entity == fact.Id), "the fact is handled");
        Assert.Equal(trace, (await host.EffectsAsync()).Single(e => e.Entity == fact.Id).TraceId);
    }

    [Theory, MemberData(nameof(Hostings))]
    public async Task Facts_of_a_key_leave_in_order_under_eight_writers(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        // One at a time on the far side: over a broker the order is that of sending, and handlers compare versions.
        await using var host = await PartyHost.StartAsync(database, [.. broker.Settings, ("Inbox:Concurrency", "1")]);
        var entities = Enumerable.Range(0, 4).Select(_ => new Entity(Guid.NewGuid())).ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                await entities[(writer + i) % entities.Count].ChangeAsync(host);
        })));

        await host.SentAsync();
        await Probe.Until(async () => (await host.EffectsAsync()).Count == 80, "everything is handled");
        foreach (var versions in (await host.EffectsAsync()).GroupBy(e => e.Entity, e => e.Version))
            Assert.Equal(Enumerable.Range(1, 20).Select(v => (long)v), versions);
    }

    [Theory, InlineData(DatabaseKind.Sqlite, false), InlineData(DatabaseKind.Postgres, false), InlineData(DatabaseKind.Postgres, true)]
    public async Task Five_deliveries_at_once_have_one_effect(DatabaseKind kind, bool firstFails)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database);
        var failed = 0;
        host.Handlers.After = (_, _) => firstFails && Interlocked.Exchange(ref failed, 1) == 0
            ? throw new InvalidOperationException("first") : Task.CompletedTask;
        var inbox = host.Services.GetRequiredService<InboxRunner>();
        var delivery = new Delivery(Guid.NewGuid(), Facts.Organisation(), null, null);

        foreach (var subscription in host.Services.GetRequiredService<SubscriptionCatalog>().All.Where(s => s.Fact == typeof(OrganisationChanged)))
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => inbox.ReceiveAsync(subscription, delivery, default))));

        await host.AssertOnceAsync([delivery.Fact.Id]);
    }

    [Theory, MemberData(nameof(Hostings))]
    public async Task Two_relays_at_once_send_each_fact_once(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var one = await PartyHost.StartAsync(database, [.. broker.Settings, ("Outbox:InFlight", "10")]);
        await using var two = await PartyHost.StartAsync(database, [.. broker.Settings, ("Outbox:InFlight", "10")]);
        // An embedded relay gives up everybody's claims when it starts.
        await Probe.Until(() => one.Sender.Rounds > 0 && two.Sender.Rounds > 0, "both relays run");
        var facts = Enumerable.Range(0, 60).Select(_ => Facts.Organisation()).ToList();

        await Task.WhenAll(facts.Chunk(6).Select((chunk, i) => (i % 2 == 0 ? one : two).PublishAsync(chunk)));

        await one.SentAsync();
        await Probe.Until(async () => (await one.EffectsAsync()).Count >= 120, "everything is handled");
        await one.AssertOnceAsync(facts.Select(f => f.Id));
        Assert.Equal(facts.Count, one.Sender.Sends + two.Sender.Sends);
    }

    /// <summary>Stands for an entity whose row makes its writers queue.</summary>
    private sealed class Entity(Guid id)
    {
        private readonly SemaphoreSlim _row = new(1);
        private long _version;

        public async Task ChangeAsync(PartyHost host)
        {
            await _row.WaitAsync();
            await host.PublishAsync(Facts.Account(id, ++_version));
            _row.Release();
        }
    }
}
