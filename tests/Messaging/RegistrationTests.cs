using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Matchmaking.Messaging.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Queues_carry_their_service_and_purpose()
    {
        var catalog = SubscriptionCatalog.Of([new ServiceMessaging("party", typeof(PartyDb), PartyHost.Subscribe)]);

        Assert.Equal(["party-index", "party-readers"], catalog.All.Select(s => s.Endpoint).Distinct().Order());
        Assert.Equal(["party-readers/OrganisationReader", "party-index/OrganisationIndexer"], catalog.ConsumersOf(typeof(OrganisationChanged)));
    }

    [Fact]
    public void Two_services_cannot_share_a_queue() => Refused("queue 'a-b-c'",
        new ServiceMessaging("a", typeof(PartyDb), on => on.On<OrganisationChanged, OrganisationReader>("b-c")),
        new ServiceMessaging("a-b", typeof(OtherDb), on => on.On<OrganisationChanged, OrganisationReader>("c")));

    [Fact]
    public void Two_services_cannot_share_a_name() => Refused("service 'a'",
        new ServiceMessaging("a", typeof(PartyDb), _ => { }), new ServiceMessaging("a", typeof(OtherDb), _ => { }));

    [Fact]
    public void A_handler_is_bound_once() => Refused("handler", new ServiceMessaging("a", typeof(PartyDb), on => on
        .On<OrganisationChanged, OrganisationReader>("b").On<OrganisationChanged, OrganisationReader>("b")));

    [Fact]
    public void A_fact_without_a_name_is_refused() => Refused("FactNames",
        new ServiceMessaging("a", typeof(PartyDb), on => on.On<Nameless, NamelessReader>("b")));

    [Fact]
    public void A_purpose_is_written_as_queues_are() => Refused("purpose",
        new ServiceMessaging("a", typeof(PartyDb), on => on.On<OrganisationChanged, OrganisationReader>("Readers")));

    [Fact]
    public void A_process_has_one_bus()
    {
        var (services, settings) = (new ServiceCollection(), new ConfigurationBuilder().Build());
        services.AddMessaging(settings, []);
        Assert.Throws<InvalidOperationException>(() => services.AddMessaging(settings, []));
    }

    [Fact]
    public void A_transport_that_is_none_is_refused() => Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddMessaging(
        new ConfigurationBuilder().AddInMemoryCollection([new("Bus:Transport", "pigeon")]).Build(), []));

    [Fact]
    public void A_lease_shorter_than_a_send_is_refused() => Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddMessaging(
        new ConfigurationBuilder().AddInMemoryCollection([new("Outbox:LeaseSeconds", "5")]).Build(), []));

    [Fact]
    public async Task A_context_without_the_tables_stops_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDbContext<OtherDb>(o => o.UseSqlite("Data Source=:memory:"));
        builder.Services.AddMessaging(builder.Configuration, [new ServiceMessaging("a", typeof(OtherDb), _ => { })]);
        using var host = builder.Build();
        Assert.Contains("AddMessaging()", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())).Message);
    }

    [Theory]
    [InlineData("amqp://rabbit", "rabbit", 5672, "/", "guest", "guest", false)]
    [InlineData("amqps://me:p%40ss%3A@rabbit:5999/a%2Fb", "rabbit", 5999, "a/b", "me", "p@ss:", true)]
    public void A_broker_address_is_read(string url, string host, int port, string vhost, string user, string password, bool tls) =>
        Assert.Equal(new RabbitMqAddress(host, (ushort)port, vhost, user, password, tls), RabbitMqAddress.Parse(url));

    [Theory, InlineData(null), InlineData(""), InlineData("rabbit:5672"), InlineData("http://rabbit")]
    public void A_broker_address_that_is_none_is_refused(string? url) =>
        Assert.Throws<InvalidOperationException>(() => RabbitMqAddress.Parse(url));

    private static void Refused(string reason, params ServiceMessaging[] services) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => SubscriptionCatalog.Of(services)).Message);

    private sealed class OtherDb(DbContextOptions<OtherDb> options) : DbContext(options);

    private sealed record Nameless(Guid Id, long Version, DateTime OccurredAt) : IFact;

    private sealed class NamelessReader : IFactHandler<Nameless>
    {
        public Task HandleAsync(Nameless fact, FactContext context, CancellationToken cancellation) => Task.CompletedTask;
    }
}
