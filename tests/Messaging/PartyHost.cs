using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Tests;

/// <summary>One process with one service, "party", that publishes and listens.</summary>
internal sealed class PartyHost : IAsyncDisposable
{
    private readonly IHost _host;

    public PartyHost(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            [new("Outbox:PollSeconds", "0.2"), new("Outbox:MaxBackoffSeconds", "0.4"), new("Inbox:MaxBackoffSeconds", "0.4")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(Handlers);
        if (database.Kind == DatabaseKind.Sqlite)
            builder.Services.AddDbContext<PartyDb, SqlitePartyDb>(Configure);
        else
            builder.Services.AddDbContext<PartyDb, PostgresPartyDb>(Configure);
        Service = builder.Configuration["Party:Service"] ?? "party";
        builder.Services.AddMessaging(builder.Configuration, [new ServiceMessaging(Service, typeof(PartyDb), Subscribe)]);
        builder.Services.AddSingleton(provider => Sender.Wrap(ActivatorUtilities.CreateInstance<FactSender>(provider)));
        _host = builder.Build();

        void Configure(IServiceProvider provider, DbContextOptionsBuilder options)
        {
            database.Configure(options);
            options.AddInterceptors(provider.GetRequiredService<OutboxSignalInterceptor>());
        }
    }

    public string Service { get; }

    public HandlerScript Handlers { get; } = new();

    public SenderScript Sender { get; } = new();

    public IServiceProvider Services => _host.Services;

    public static void Subscribe(IFactSubscriptions on) => on
        .On<OrganisationChanged, OrganisationReader>("readers")
        .On<AccountChanged, AccountReader>("readers")
        .On<OrganisationChanged, OrganisationIndexer>("index");

    /// <summary>A database with the tables of "party".</summary>
    public static async Task<TestDatabase> DatabaseAsync(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        await using var host = new PartyHost(database);
        await host.UseAsync(db => db.Database.EnsureCreatedAsync());
        return database;
    }

    public static async Task<PartyHost> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var host = new PartyHost(database, settings);
        await host.StartAsync();
        return host;
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync();

    public async Task<T> UseAsync<T>(Func<PartyDb, Task<T>> use)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<PartyDb>());
    }

    public Task PublishAsync(params IEnumerable<IFact> facts) => UseAsync(db =>
    {
        foreach (var fact in facts)
            db.Publish(fact);
        return db.SaveChangesAsync();
    });

    public Task<List<OutboxMessage>> OutboxAsync() => UseAsync(db => db.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Seq).ToListAsync());

    public Task SentAsync(double seconds = 20) => Probe.Until(
        () => UseAsync(async db => !await db.Set<OutboxMessage>().AnyAsync(m => m.SentAt == null)), "every fact is sent", seconds);

    public Task<List<Effect>> EffectsAsync() => UseAsync(db => db.Effects.AsNoTracking().OrderBy(e => e.Row).ToListAsync());

    /// <summary>Every handler of organisations has done its work on each of them, once.</summary>
    public async Task AssertOnceAsync(IEnumerable<Guid> organisations)
    {
        var effects = (await EffectsAsync()).Select(e => (e.Entity, e.Handler)).Order().ToList();
        var expected = organisations.SelectMany(id => new[] { (id, nameof(OrganisationIndexer)), (id, nameof(OrganisationReader)) });
        Assert.Equal(expected.Order(), effects);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
