using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Messaging.Upkeep;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Tests;

public sealed class UpkeepTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_is_sent_and_old_goes_and_what_is_dead_or_young_stays(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database);
        var old = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31), DateTimeKind.Utc);
        await host.PublishAsync(Enumerable.Range(0, 1102).Select(_ => Facts.Account()));
        await host.UseAsync(async db =>
        {
            var outbox = db.Set<OutboxMessage>();
            await outbox.Where(m => m.Seq > 2).ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, old));
            await outbox.Where(m => m.Seq == 1).ExecuteUpdateAsync(s => s.SetProperty(m => m.DeadAt, old));
            await outbox.Where(m => m.Seq == 2).ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, old.AddDays(30)));
            db.Add(new InboxEntry { MessageId = Guid.NewGuid(), Consumer = "old", ReceivedAt = old });
            db.Add(new InboxEntry { MessageId = Guid.NewGuid(), Consumer = "young", ReceivedAt = old.AddDays(2) });
            return await db.SaveChangesAsync();
        });

        Assert.Equal(1101, await host.Services.GetRequiredService<Cleaner>().CleanAsync(typeof(PartyDb), default));

        Assert.Equal([1L, 2L], (await host.OutboxAsync()).Select(m => m.Seq));
        Assert.Equal("young", (await host.UseAsync(db => db.Set<InboxEntry>().SingleAsync())).Consumer);
    }

    [Fact]
    public async Task Sends_and_backlogs_are_measured()
    {
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = await PartyHost.StartAsync(database);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == MessagingSources.Name && instrument.Meter.Scope == meters)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen[i.Name] = value);
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen[i.Name] = value);
        listener.SetMeasurementEventCallback<int>((i, value, _, _) => seen[i.Name] = value);
        listener.Start();

        await host.PublishAsync(Facts.Account());
        await host.SentAsync();

        await Probe.Until(() =>
        {
            listener.RecordObservableInstruments();
            return seen.Count == 5;
        }, "everything is measured");
        Assert.Equal(["inbox.poison", "outbox.attempts", "outbox.dead", "outbox.oldest.age", "outbox.send.duration"], seen.Keys.Order());
    }
}
