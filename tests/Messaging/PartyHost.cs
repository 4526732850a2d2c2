using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Tests;

/// <summary>One process with one service, "party", that publishes and listens.</summary>
internal sealed class PartyHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly (string Name, string Value)[] _settings;
    private readonly Lazy<WebApplication> _host;

    public PartyHost(TestDatabase database, params (string Name, string Value)[] settings)
    {
        _database = database;
        _settings = [("Outbox:PollSeconds", "0.2"), ("Outbox:MaxBackoffSeconds", "0.4"), ("Inbox:MaxBackoffSeconds", "0.4"), .. settings];
        _host = new Lazy<WebApplication>(Build);
    }

    /// <summary>The service's handlers.</summary>
    public Action<IFactSubscriptions> Subscriptions { get; init; } = Subscribe;

    /// <summary>More for the container.</summary>
    public Action<IServiceCollection> Also { get; init; } = _ => { };

    public string Service => _settings.LastOrDefault(s => s.Name == "Party:Service").Value ?? "party";

    public HandlerScript Handlers { get; } = new();

    public SenderScript Sender { get; } = new();

    public IServiceProvider Services => _host.Value.Services;

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

    public Task StartAsync() => _host.Value.StartAsync();

    public Task StopAsync() => _host.Value.StopAsync();

    /// <summary>A client that is an operator, or nobody.</summary>
    public HttpClient Client(bool asOperator = true)
    {
        var client = new HttpClient { BaseAddress = new Uri(_host.Value.Urls.First()) };
        if (asOperator)
            client.DefaultRequestHeaders.Add(HeaderAuthentication.Header, "operator");
        return client;
    }

    public async Task<T> UseAsync<T>(Func<PartyDb, Task<T>> use)
    {
        await using var scope = _host.Value.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<PartyDb>());
    }

    public Task PublishAsync(params IEnumerable<IFact> facts) => UseAsync(db =>
    {
        foreach (var fact in facts)
            db.Publish(fact);
        return db.SaveChangesAsync();
    });

    /// <summary>The relay's statements, without a relay.</summary>
    public OutboxStore Store() => ActivatorUtilities.CreateInstance<OutboxStore>(Services, typeof(PartyDb));

    public Task<List<OutboxMessage>> OutboxAsync() => UseAsync(db => db.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Seq).ToListAsync());

    public Task SentAsync(double seconds = 60) => Probe.Until(
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
        await _host.Value.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthentication(HeaderAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(MessagingEndpoints.Policy, p => p.RequireRole("operator"));
        foreach (var (name, value) in _settings)
            builder.Configuration[name] = value;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(Handlers);
        if (_database.Kind == DatabaseKind.Sqlite)
            builder.Services.AddDbContext<PartyDb, SqlitePartyDb>(Configure);
        else
            builder.Services.AddDbContext<PartyDb, PostgresPartyDb>(Configure);
        builder.Services.AddMessaging(builder.Configuration, [new ServiceMessaging(Service, typeof(PartyDb), Subscriptions)]);
        builder.Services.AddSingleton(provider => Sender.Wrap(ActivatorUtilities.CreateInstance<FactSender>(provider)));
        Also(builder.Services);
        var host = builder.Build();
        host.UseRouting().UseAuthentication().UseAuthorization();
        host.MapGroup("/api/party").MapMessagingOperations(typeof(PartyDb), Service);
        return host;

        void Configure(IServiceProvider provider, DbContextOptionsBuilder options)
        {
            _database.Configure(options);
            options.AddInterceptors(provider.GetRequiredService<OutboxSignalInterceptor>());
        }
    }
}
