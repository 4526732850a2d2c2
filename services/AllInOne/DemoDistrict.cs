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
        var folder = builder.Configuration.DataPath();
        var empty = !Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*.db").Any();
        var half = File.Exists(Path.Combine(folder, Marker + ".part"));
        if (half)
        {
            // A first start that was killed while loading: what it left is demo data only.
            Directory.Delete(folder, recursive: true);
        }

        builder.Configuration["Demo:Load"] ??= "true";
        builder.Services.AddSingleton(new DemoChoice(builder.Configuration.GetValue("Demo:Load", true) && (empty || half)));
        builder.Services.AddHostedService<Loader>();
        builder.Services.AddHostedService<Greeting>();
    }

    private sealed record DemoChoice(bool Load);

    private sealed class Loader(DemoChoice choice, IServiceProvider services, IConfiguration configuration, TimeProvider time) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!choice.Load)
            {
                return;
            }

            var marker = Path.Combine(configuration.DataPath(), Marker);
            await File.WriteAllTextAsync(marker + ".part", "", cancellationToken);
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
