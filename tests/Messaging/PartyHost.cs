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

    public PartyHost(TestDatabase database, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? change = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Outbox:PollSeconds"] = "0.2", ["Outbox:MaxBackoffSeconds"] = "0.4", ["Inbox:MaxBackoffSeconds"] = "0.4",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(Script);
        Action<IServiceProvider, DbContextOptionsBuilder> configure = (provider, options) =>
        {
            database.Configure(options);
            options.AddInterceptors(provider.GetRequiredService<OutboxSignalInterceptor>());
        };
        if (database.Kind == DatabaseKind.Sqlite)
            builder.Services.AddDbContext<PartyDb, SqlitePartyDb>(configure);
        else
            builder.Services.AddDbContext<PartyDb, PostgresPartyDb>(configure);
        builder.Services.AddMessaging(builder.Configuration, [new ServiceMessaging("party", typeof(PartyDb), on => on
            .On<OrganisationChanged, OrganisationReader>("readers")
            .On<AccountChanged, AccountReader>("readers")
            .On<OrganisationChanged, OrganisationIndexer>("index"))]);
        change?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public HandlerScript Script { get; } = new();

    public IServiceProvider Services => _host.Services;

    public static async Task CreateTablesAsync(TestDatabase database)
    {
        await using var host = new PartyHost(database);
        await host.UseAsync(db => db.Database.EnsureCreatedAsync());
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync();

    public async Task<T> UseAsync<T>(Func<PartyDb, Task<T>> use)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<PartyDb>());
    }

    public Task PublishAsync(params Contracts.IFact[] facts) => UseAsync(async db =>
    {
        foreach (var fact in facts)
            db.Publish(fact);
        return await db.SaveChangesAsync();
    });

    public Task<int> UnsentAsync() => UseAsync(db => db.Set<OutboxMessage>().CountAsync(m => m.SentAt == null));

    public Task<List<Effect>> EffectsAsync() => UseAsync(db => db.Effects.AsNoTracking().OrderBy(e => e.Row).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
