using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Messaging.Tests;

/// <summary>A real broker goes away and comes back.</summary>
[Collection(BrokerCollection.Name)]
public sealed class OutageTests
{
    public static TheoryData<KillPoint> Points => new(Enum.GetValues<KillPoint>());

    [Theory, MemberData(nameof(Points))]
    public Task A_killed_process_loses_nothing_and_repeats_nothing(KillPoint point) =>
        Takeover.AssertAsync(DatabaseKind.Postgres, point, rabbitMq: true);

    [Theory, InlineData(true), InlineData(false)]
    public async Task Facts_wait_for_a_broker_that_is_away(bool awayAtStart)
    {
        await using var broker = TestBroker.Create(rabbitMq: true);
        using var cable = new Cable(broker.Address);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = new PartyHost(
            database, [.. broker.Settings, ("Bus:RabbitMq:Url", cable.Url), ("Outbox:SendTimeoutSeconds", "1"), ("Outbox:MaxAttempts", "1")]);
        if (awayAtStart)
            cable.Cut();
        await host.StartAsync();
        if (!awayAtStart)
        {
            await host.PublishAsync(Facts.Account());
            await host.SentAsync();
            cable.Cut();
        }

        var facts = Enumerable.Range(0, 20).Select(_ => Facts.Organisation()).ToList();
        await host.PublishAsync(facts);
        await Probe.Until(() => cable.Refused > 0, "the broker was asked for in vain");
        Assert.All((await host.OutboxAsync()).Where(m => m.Name.Contains("organisation")), m => Assert.Null(m.SentAt));
        cable.Mend();

        // The bus waits up to some ten seconds before it knocks again.
        await host.SentAsync(60);
        await Probe.Until(async () => (await host.EffectsAsync()).Count(e => e.Handler != nameof(AccountReader)) >= 40, "everything is handled");
        Assert.All(await host.OutboxAsync(), m => Assert.Equal((0, null), (m.Attempts, m.DeadAt)));
        var effects = (await host.EffectsAsync()).Where(e => e.Handler == nameof(OrganisationReader));
        Assert.Equal(facts.Select(f => f.Id).Order(), effects.Select(e => e.Entity).Order());
    }

    [Fact]
    public async Task A_broker_that_answers_nobody_is_seen_at_the_next_look()
    {
        await using var broker = TestBroker.Create(rabbitMq: true);
        using var cable = new Cable(broker.Address);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        await using var host = new PartyHost(database, [.. broker.Settings, ("Bus:RabbitMq:Url", cable.Url)]);
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await Probe.Until(async () => (await health.CheckHealthAsync()).Status == HealthStatus.Healthy, "all is well");
        // Its connections stay open: the bus notices nothing before several heartbeats are missing.
        cable.Freeze();
        var seen = (await health.CheckHealthAsync()).Entries["broker"];
        Assert.Equal((HealthStatus.Unhealthy, "The broker does not answer."), (seen.Status, seen.Description));
        cable.Mend();
        await Probe.Until(async () => (await health.CheckHealthAsync()).Status == HealthStatus.Healthy, "all is well again");
    }
}
