using Matchmaking.Testing;

namespace Matchmaking.Messaging.Tests;

public sealed class DeliveryTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_fact_reaches_every_handler_once_and_is_then_marked(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await PartyHost.CreateTablesAsync(database);
        await using var host = new PartyHost(database);
        await host.StartAsync();

        var fact = Facts.Organisation();
        await host.PublishAsync(fact, Facts.Account());

        await Probe.Until(async () => await host.UnsentAsync() == 0, "all facts are sent");
        var effects = await host.EffectsAsync();
        Assert.Equal(["AccountReader", "OrganisationIndexer", "OrganisationReader"], effects.Select(e => e.Handler).Order());
        await host.StopAsync();
    }
}
