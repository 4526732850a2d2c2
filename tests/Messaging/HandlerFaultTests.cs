using System.Data.Common;
using System.Text;
using Matchmaking.Messaging.Faults;
using Matchmaking.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Matchmaking.Messaging.Tests;

/// <summary>What becomes of messages that a handler cannot deal with.</summary>
[Collection(BrokerCollection.Name)]
public sealed class HandlerFaultTests
{
    public static TheoryData<DatabaseKind, bool> Hostings => DeliveryTests.Hostings;

    [Theory, MemberData(nameof(Hostings))]
    public async Task Poison_is_kept_with_its_error_and_stops_nobody(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database, [.. broker.Settings, ("Inbox:MaxAttempts", "2")]);
        var facts = Enumerable.Range(0, 10).Select(_ => Facts.Organisation()).ToList();
        host.Handlers.After = (handler, fact) => handler == nameof(OrganisationReader) && fact.Id == facts[0].Id
            ? throw new InvalidOperationException("no such field") : Task.CompletedTask;

        await host.PublishAsync(facts);

        await host.SentAsync();
        await Probe.Until(async () => (await host.EffectsAsync()).Count == 19, "the others are handled");
        await Probe.Until(async () => (await PoisonAsync(host)).Count == 1, "the poison is kept");
        var poison = (await PoisonAsync(host)).Single();
        Assert.Equal(($"{host.Service}-readers/OrganisationReader", "identity.organisation-changed", 2), (poison.Consumer, poison.Name, poison.Attempts));
        Assert.Contains("no such field", poison.Error);
        Assert.DoesNotContain(await host.EffectsAsync(), e => e.Entity == facts[0].Id && e.Handler == nameof(OrganisationReader));
    }

    [Fact]
    public async Task A_busy_or_absent_database_is_no_fault_of_the_message()
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database, ("Inbox:MaxAttempts", "1"), ("Inbox:MaxBackoffSeconds", "0.05"));
        host.Handlers.Before = (_, _) => host.Handlers.Calls switch
        {
            <= 3 => throw new DbUpdateException("busy", new SqliteException("SQLite Error 5: 'database is locked'.", 5)),
            <= 8 => throw new DbUpdateConcurrencyException("Somebody else was there first."),
            <= 30 => throw new AbsentException(),
            _ => Task.CompletedTask,
        };

        await host.PublishAsync(Facts.Account());

        await host.SentAsync();
        Assert.Single(await host.EffectsAsync());
        Assert.Empty(await PoisonAsync(host));
    }

    [Theory, InlineData(DatabaseKind.Sqlite, false), InlineData(DatabaseKind.Postgres, true)]
    public async Task A_stop_while_the_database_is_away_gives_the_message_back(DatabaseKind kind, bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using (var first = await PartyHost.StartAsync(database, broker.Settings))
        {
            first.Handlers.Before = (_, _) => throw new AbsentException();
            await first.PublishAsync(Facts.Account());
            await Probe.Until(() => first.Handlers.Calls > 2, "the handler has tried");
        }

        await using var second = await PartyHost.StartAsync(database, broker.Settings);

        await second.SentAsync();
        await Probe.Until(async () => (await second.EffectsAsync()).Count == 1, "the fact is handled");
        Assert.Empty(await PoisonAsync(second));
    }

    [Fact]
    public async Task What_cannot_be_read_at_all_is_kept_here_and_in_the_error_queue()
    {
        await using var broker = TestBroker.Create(rabbitMq: true);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database, broker.Settings);

        // The queue is there once the bus has carried something.
        await host.PublishAsync(Facts.Account());
        await host.SentAsync();
        await broker.UseAsync(async channel =>
        {
            var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = Guid.NewGuid().ToString() };
            await channel.BasicPublishAsync($"{host.Service}-index", "", true, properties, Encoding.UTF8.GetBytes("{ broken"));
            return true;
        });

        await Probe.Until(async () => (await PoisonAsync(host)).Count == 1, "it is kept");
        var poison = (await PoisonAsync(host)).Single();
        Assert.Equal(($"{host.Service}-index", "", "{ broken"), (poison.Consumer, poison.Name, poison.Body));
        await Probe.Until(
            async () =>
            {
                try
                {
                    return await broker.UseAsync(c => c.MessageCountAsync($"{host.Service}-index_error")) == 1;
                }
                catch (OperationInterruptedException)
                {
                    // The queue is made for its first message.
                    return false;
                }
            },
            "the net has it too");
    }

    private static Task<List<PoisonMessage>> PoisonAsync(PartyHost host) =>
        host.UseAsync(db => db.Set<PoisonMessage>().AsNoTracking().ToListAsync());

    private sealed class AbsentException : DbException
    {
        public override bool IsTransient => true;
    }
}
