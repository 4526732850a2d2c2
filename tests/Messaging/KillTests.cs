using Matchmaking.Testing;

namespace Matchmaking.Messaging.Tests;

public sealed class KillTests
{
    public static TheoryData<DatabaseKind, KillPoint> Cases => new(
        from kind in Enum.GetValues<DatabaseKind>() from point in Enum.GetValues<KillPoint>() select (kind, point));

    [Theory, MemberData(nameof(Cases))]
    public Task A_killed_embedded_process_loses_nothing_and_repeats_nothing(DatabaseKind kind, KillPoint point) =>
        Takeover.AssertAsync(kind, point, rabbitMq: false);

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
            await Probe.Until(async () => (await first.OutboxAsync()).All(m => m.SentAt is not null || m.LockedBy is null), "no claim is left");
        }

        // The same flow builds a second host: neither a stale logger nor a stale claim may be in its way.
        await using var second = await PartyHost.StartAsync(database);
        await second.SentAsync();
        await second.AssertOnceAsync(facts.Select(f => f.Id));
    }
}
