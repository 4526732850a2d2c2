using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Identity.Tests;

/// <summary>Identity alone on a real port, with a database of its own and one bureau account.</summary>
public sealed class IdentityHost : IAsyncDisposable
{
    public const string BureauEmail = "bureau@example.com";
    public const string BureauPassword = "Quiet-river-42";
    public const string InternalSecret = "a secret that only the services of this test know";

    private readonly TestDatabase _database;
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-").FullName;
    private readonly WebApplication _app;

    private IdentityHost(TestDatabase database, string[] more)
    {
        _database = database;
        Url = $"http://127.0.0.1:{Ports.Free()}";
        List<string> args =
        [
            "--Urls", Url, "--Data:Path", _folder, "--Bus:AllowPartial", "true", "--RateLimits:SensitivePerMinute", "100000",
            "--Auth:InternalSecret", InternalSecret, "--Bootstrap:Email", BureauEmail, "--Bootstrap:Password", BureauPassword,
            "--Logging:LogLevel:Default", "Warning",
        ];
        if (database.Kind == DatabaseKind.Postgres)
        {
            args.AddRange(["--Storage:Provider", "postgres", "--Storage:Postgres", database.ConnectionString]);
        }

        _app = ModuleHost.Build([.. args, .. more], [new IdentityModule()], b => b.Logging.SetMinimumLevel(LogLevel.Warning));
    }

    public string Url { get; }

    public string Folder => _folder;

    public IServiceProvider Services => _app.Services;

    public static async Task<IdentityHost> StartAsync(DatabaseKind kind, params string[] more)
    {
        var host = new IdentityHost(await TestDatabase.CreateAsync(kind), more);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>A client that keeps cookies and follows no redirect, as one person's browser.</summary>
    public Browser Browser() => new(Url);

    /// <summary>Links and values of the mails to an address, oldest first.</summary>
    public Task<List<MailRequested>> MailsToAsync(string email) => UseAsync(async db =>
    {
        var table = db.Database.IsNpgsql() ? "identity.outbox_messages" : "outbox_messages";
#pragma warning disable EF1002 // the table's name is one of two constants
        var bodies = await db.Database
            .SqlQueryRaw<string>($"SELECT body AS \"Value\" FROM {table} WHERE name = 'notifications.mail-requested' ORDER BY seq")
            .ToListAsync();
#pragma warning restore EF1002
        return bodies
            .Select(b => JsonSerializer.Deserialize<MailRequested>(b, JsonDefaults.Options)!)
            .Where(m => m.To == email)
            .ToList();
    });

    /// <summary>Names of the facts written about an entity, oldest first.</summary>
    public Task<List<string>> FactsAboutAsync(Guid id) => UseAsync(db =>
    {
        var table = db.Database.IsNpgsql() ? "identity.outbox_messages" : "outbox_messages";
#pragma warning disable EF1002 // the table's name is one of two constants
        return db.Database
            .SqlQueryRaw<string>($"SELECT name AS \"Value\" FROM {table} WHERE body LIKE {{0}} ORDER BY seq", $"%\"id\":\"{id}\"%")
            .ToListAsync();
#pragma warning restore EF1002
    });

    /// <summary>The database behind the host's back.</summary>
    public async Task<T> UseAsync<T>(Func<IdentityDbContext, Task<T>> use)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<IdentityDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>One host a kind of database, started when the first test asks and shared by the rest.</summary>
public sealed class SharedHosts : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, Task<IdentityHost>> _hosts = [];
    private readonly Lock _gate = new();

    public Task<IdentityHost> GetAsync(DatabaseKind kind)
    {
        lock (_gate)
        {
            return _hosts.TryGetValue(kind, out var host) ? host : _hosts[kind] = IdentityHost.StartAsync(kind);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values.Where(h => h.IsCompletedSuccessfully))
        {
            await (await host).DisposeAsync();
        }
    }
}
