using System.Diagnostics;
using Matchmaking.Browsing;
using Matchmaking.Contracts;
using Matchmaking.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(Matchmaking.Split.Tests.Installation))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Matchmaking.Split.Tests;

/// <summary>
/// Every service as a process of its own, as in production: one database, one broker, the web app in front. Starts with
/// the first test that asks.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    /// <summary>Sign-ins and registrations a minute and person.</summary>
    public const int SensitivePerMinute = 60;

    /// <summary>What the services share and nobody else knows.</summary>
    public const string InternalSecret = "a secret that only the services of this test know";

    // Seven of them, and a server as it comes takes a hundred connections from everybody.
    private const int PoolSize = 8;

    private static readonly Login Bureau = new("bureau@example.com", "Quiet-river-42");

    private readonly string _folder = Directory.CreateTempSubdirectory("split-").FullName;
    private readonly Dictionary<string, ServiceProcess> _processes = [];
    private TestDatabase? _database;
    private VirtualHost? _broker;
    private Chromium? _browser;
    private Portal? _portal;

    /// <summary>The running installation.</summary>
    /// <remarks>Skips the test where a server is not set.</remarks>
    public async Task<Portal> StartedAsync() => _portal ??= await StartAsync();

    public async Task<Visitor> VisitAsync()
    {
        _browser ??= await Chromium.StartAsync();
        return await _browser.VisitAsync(await StartedAsync());
    }

    /// <summary>The one database of all services.</summary>
    public string Database => _database!.ConnectionString;

    /// <summary>One of the processes, by its service's name.</summary>
    public ServiceProcess this[string service] => _processes[service];

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Portal> StartAsync()
    {
        var (server, broker) = (TestSettings.Postgres, TestSettings.RabbitMq);
        Assert.NotEmpty(server);
        _database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        _broker = await VirtualHost.CreateAsync(broker);

        string[] names = [.. ServiceNames.All, ServiceNames.Web];
        var addresses = names.Zip(Ports.Free(names.Length), (name, port) => (name, Url: $"http://127.0.0.1:{port}")).ToDictionary();
        List<string> common =
        [
            "--Storage:Provider", "postgres", "--Storage:Postgres", new NpgsqlConnectionStringBuilder(_database.ConnectionString) { MaxPoolSize = PoolSize }.ConnectionString,
            "--Bus:Transport", "rabbitmq", "--Bus:RabbitMq:Url", _broker.Url, "--Outbox:PollSeconds", "0.2",
            "--Public:Url", addresses[ServiceNames.Web], "--Auth:InternalSecret", InternalSecret,
            "--RateLimits:PerMinute", "1000000", "--Pages:ReadSeconds", "60", "--RateLimits:SensitivePerMinute", $"{SensitivePerMinute}", "--Bootstrap:Email", Bureau.Email, "--Bootstrap:Password", Bureau.Password,
        ];
        foreach (var service in ServiceNames.All)
        {
            common.AddRange([$"--Services:{service}:Url", addresses[service]]);
        }

        foreach (var name in names)
        {
            _processes[name] = new ServiceProcess(name, addresses[name], [.. common, "--Urls", addresses[name], "--Data:Path", Path.Combine(_folder, name)]);
        }

        await Task.WhenAll(ServiceNames.All.Select(s => _processes[s].MigrateAsync()));
        // Identity tells of its first account and organisation while nobody else has ever listened.
        var identity = _processes[ServiceNames.Identity];
        identity.Start();
        await identity.HealthyAsync();
        foreach (var process in _processes.Values.Where(p => p != identity))
        {
            process.Start();
        }

        foreach (var process in _processes.Values)
        {
            await process.HealthyAsync();
        }

        return new(addresses[ServiceNames.Web], Path.Combine(_folder, ServiceNames.Notifications, "mail"), Bureau);
    }

    /// <summary>A virtual host of the test's own where this machine's broker can be told so; else the given one.</summary>
    private sealed record VirtualHost(string Url, string? Name) : IAsyncDisposable
    {
        public static async Task<VirtualHost> CreateAsync(string url)
        {
            var name = $"split-{Guid.NewGuid():N}";
            var address = new Uri(url);
            var user = address.UserInfo.Split(':')[0] is { Length: > 0 } given ? given : "guest";
            return await RunAsync("add_vhost", name) && await RunAsync("set_permissions", "-p", name, user, ".*", ".*", ".*")
                ? new(new UriBuilder(address) { Path = name }.Uri.ToString(), name)
                : new(url, null);
        }

        public async ValueTask DisposeAsync()
        {
            if (Name is not null)
            {
                await RunAsync("delete_vhost", Name);
            }
        }

        private static async Task<bool> RunAsync(params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo("rabbitmqctl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not on this machine.
                return false;
            }
        }
    }
}
