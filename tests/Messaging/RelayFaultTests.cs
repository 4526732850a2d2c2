using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging.Tests;

/// <summary>What the relay does with messages that cannot leave.</summary>
public sealed class RelayFaultTests
{
    public static TheoryData<DatabaseKind> Kinds => new(Enum.GetValues<DatabaseKind>());

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_name_nobody_knows_is_dead_at_once_and_blocks_only_its_key(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database);
        var (entity, others) = (Guid.NewGuid(), Enumerable.Range(0, 20).Select(_ => Facts.Organisation()).ToList());
        await host.PublishAsync(Facts.Organisation(entity));
        await host.UseAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(s => s.SetProperty(m => m.Name, "party.forgotten")));
        await host.PublishAsync([Facts.Organisation(entity, 2), .. others]);

        await host.StartAsync();

        await Probe.Until(() => host.Sender.Sends == others.Count, "the others are sent");
        await Probe.Until(async () => (await host.OutboxAsync()) is var all && all.Count(m => m.SentAt is null) == 2 && all[0].DeadAt is not null, "all are marked");
        var stopped = (await host.OutboxAsync())[..2];
        Assert.Equal((1, true, false), (stopped[0].Attempts, stopped[0].DeadAt is not null, stopped[1].DeadAt is not null));
        Assert.Contains("party.forgotten", stopped[0].LastError);
        Assert.Null(stopped[1].SentAt);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_body_that_cannot_be_read_is_dead_at_once(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database);
        await host.PublishAsync(Facts.Organisation());
        await host.UseAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(s => s.SetProperty(m => m.Body, "{\"id\":")));

        await host.StartAsync();

        await Probe.Until(async () => (await host.OutboxAsync())[0].DeadAt is not null, "it is dead");
        Assert.Equal(0, host.Sender.Sends);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Another_failure_of_its_own_is_tried_some_times(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database, ("Outbox:MaxAttempts", "3"));
        var facts = new[] { Facts.Organisation(), Facts.Organisation(), Facts.Organisation() };
        await host.PublishAsync(facts);
        var bad = (await host.OutboxAsync())[0].MessageId;
        host.Sender.Before = id => id == bad ? throw new InvalidOperationException("too large") : Task.CompletedTask;

        await host.StartAsync();

        await Probe.Until(async () => (await host.OutboxAsync())[0].DeadAt is not null, "it is dead");
        Assert.Equal(3, (await host.OutboxAsync())[0].Attempts);
        await Probe.Until(() => host.Sender.Sends == 2, "the others are sent");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_outage_is_sat_out_and_blamed_on_no_message(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database, ("Outbox:MaxAttempts", "2"));
        var tries = 0;
        var down = true;
        host.Sender.Before = _ =>
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref down) ? throw new IOException("The broker is away.") : Task.CompletedTask;
        };
        var facts = Enumerable.Range(0, 30).Select(_ => Facts.Organisation()).ToList();
        await host.PublishAsync(facts);
        await host.StartAsync();
        await Probe.Until(() => Volatile.Read(ref tries) > facts.Count * 4, "every fact was tried several times");

        Volatile.Write(ref down, false);

        await host.SentAsync();
        Assert.All(await host.OutboxAsync(), m => Assert.Equal(0, m.Attempts));
        await host.AssertOnceAsync(facts.Select(f => f.Id));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_claim_that_ran_out_is_not_marked_by_its_former_owner(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database);
        await host.PublishAsync(Facts.Organisation(), Facts.Account());
        var store = host.Store();

        var first = await store.ClaimAsync("first", 10, TimeSpan.Zero, default);
        var second = await store.ClaimAsync("second", 10, TimeSpan.FromMinutes(1), default);

        Assert.Equal(2, second.Count);
        Assert.Equal(0, await store.CompleteAsync("first", [.. first.Select(m => new Outcome(m.Seq))], default));
        Assert.Equal(2, await store.CompleteAsync("second", [.. second.Select(m => new Outcome(m.Seq))], default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Eight_claimants_never_share_a_row(DatabaseKind kind)
    {
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = new PartyHost(database);
        await host.PublishAsync(Enumerable.Range(0, 800).Select(_ => Facts.Account()));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var (store, mine) = (host.Store(), new List<long>());
            while (await store.ClaimAsync($"{i}", 20, TimeSpan.FromMinutes(1), default) is { Count: > 0 } rows)
            {
                Assert.True(rows.Count <= 20);
                mine.AddRange(rows.Select(r => r.Seq));
            }
            return mine;
        })));

        Assert.Equal(800, claims.SelectMany(c => c).Distinct().Count());
        Assert.Equal(800, claims.Sum(c => c.Count));
    }
}
