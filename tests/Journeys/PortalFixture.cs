using Matchmaking.Browsing;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
using Matchmaking.Search.Ranking;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Matchmaking.Journeys.Tests.PortalFixture))]
// Two cores: pages that wait for each other only look slow.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Matchmaking.Journeys.Tests;

/// <summary>The whole portal in this process with the demo district, and one browser; both start with the first test that asks.</summary>
public class PortalFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journeys-").FullName;
    private WebApplication? _app;
    private Chromium? _browser;
    private Portal? _portal;

    public static Login Demo(string name) => new($"{name}@example.com", DemoFolder.Password);

    public Portal Portal => _portal!;

    /// <summary>Somebody who has not signed in.</summary>
    /// <remarks>Skips the test where no browser is set.</remarks>
    public async Task<Visitor> VisitAsync(bool script = true)
    {
        _browser ??= await Chromium.StartAsync();
        if (_portal is null)
        {
            var url = $"http://127.0.0.1:{Ports.Free()}";
            _app = AllInOne.Program.Build(
                ["--Urls", url, "--Data:Path", _folder, "--Public:Url", url, "--RateLimits:PerMinute", "1000000", "--RateLimits:SensitivePerMinute", "1000000"]);
            await _app.StartAsync();
            // With all demo records known, found and learned from: what is learned in between would change the order of partners.
            await Outboxes.SettledAsync(_app.Services);
            await _app.Services.GetRequiredService<ISearchIndex>().RefreshAsync(default);
            await _app.Services.GetRequiredService<LatentModels>().TrainAsync(default);
            _portal = new(url, Path.Combine(_folder, "mail"), Demo("bureau"));
        }

        return await _browser.VisitAsync(_portal, script);
    }

    public async Task<Visitor> SignedInAsync(string name, bool script = true)
    {
        var visitor = await VisitAsync(script);
        await visitor.SignInAsync(Demo(name));
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
