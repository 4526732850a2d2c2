using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Matchmaking.AllInOne;

/// <summary>
/// Loads the demo district on the first start with an empty data folder (<c>Demo:Load</c>, true unless set), and says
/// on the first screen where the portal is, where its data is, and who can sign in.
/// </summary>
internal sealed class DemoDistrict : IModule
{
    private const string Marker = "demo.loaded";

    public string Name => "demo";

    public Type? DbContext => null;

    public void Subscribe(IFactSubscriptions facts)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
    }

    public void AddServices(IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var embedded = (configuration["Storage:Provider"] ?? "sqlite") == "sqlite";
        var wanted = configuration.GetValue<bool?>("Demo:Load") ?? configuration["Bootstrap:Email"] is null;
        configuration["Demo:Load"] = wanted && embedded ? "true" : "false";
        builder.Services.AddSingleton<DemoChoice>();
        builder.Services.AddSingleton<IBeforeDatabases>(services => services.GetRequiredService<DemoChoice>());
        builder.Services.AddHostedService<Loader>();
        builder.Services.AddHostedService<Greeting>();
    }

    /// <summary>Whether this start loads: it is wanted, and the folder holds no data or half of an earlier load.</summary>
    private sealed class DemoChoice(IConfiguration configuration) : IBeforeDatabases
    {
        public bool Load { get; private set; }

        public async Task RunAsync(CancellationToken cancellation)
        {
            var folder = configuration.DataPath();
            if (!configuration.GetValue<bool>("Demo:Load"))
            {
                return;
            }

            var part = Path.Combine(folder, Marker + ".part");
            if (File.Exists(part))
            {
                // A first start that was killed on the way: what it left is demo data only.
                foreach (var file in Directory.EnumerateFiles(folder, "*.db*"))
                {
                    File.Delete(file);
                }
            }

            Load = !Directory.EnumerateFiles(folder, "*.db").Any();
            if (Load)
            {
                // On record before the first database is made: a kill from here on is seen at the next start.
                await File.WriteAllTextAsync(part, "", cancellation);
            }
        }
    }

    private sealed class Loader(DemoChoice choice, IServiceProvider services, IConfiguration configuration, TimeProvider time) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!choice.Load)
            {
                return;
            }

            var marker = Path.Combine(configuration.DataPath(), Marker);
            var demo = new DemoFolder(Path.Combine(AppContext.BaseDirectory, "Demo"), time.GetUtcNow().UtcDateTime);
            await using var scope = services.CreateAsyncScope();
            foreach (var stage in scope.ServiceProvider.GetServices<IDemoLoader>().GroupBy(l => l.Order).OrderBy(g => g.Key))
            {
                // Loaders of one stage write to databases of their own.
                await Task.WhenAll(stage.Select(l => Task.Run(() => l.LoadAsync(demo, cancellationToken), cancellationToken)));
            }

            File.Move(marker + ".part", marker, overwrite: true);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Greeting(IServer server, IConfiguration configuration, IHostApplicationLifetime life) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            life.ApplicationStarted.Register(Print);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private void Print()
        {
            var folder = configuration.DataPath();
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? configuration.PublicUrl();
            Console.WriteLine();
            Console.WriteLine($"  产学研对接平台已启动 · The portal is running   {address}");
            Console.WriteLine($"  数据目录 · Data folder                        {folder}");
            if (File.Exists(Path.Combine(folder, Marker)))
            {
                Console.WriteLine($"  演示账号 · Demo accounts (密码 · password: {DemoFolder.Password})");
                foreach (var account in Showcase())
                {
                    Console.WriteLine($"    {account.Email,-28} {account.Label!.Zh}");
                }
            }

            Console.WriteLine();
        }

        private static IEnumerable<Account> Showcase() =>
            JsonSerializer.Deserialize<List<Account>>(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", "accounts.json")), JsonDefaults.Options)!
            .Where(a => a.Showcase);
    }

    private sealed record Account(string Email, bool Showcase, LocalText? Label);
}
