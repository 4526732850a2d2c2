using System.Net.Http.Headers;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Benchmarks;

/// <summary>The one-process host on a free port and a folder of its own.</summary>
internal sealed class Portal : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private Portal(WebApplication app, string folder, Uri address)
    {
        _app = app;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<Portal> StartAsync(bool testTokens)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var app = AllInOne.Program.Build(
            [
                "--Urls", address.ToString(), "--Public:Url", address.ToString(), "--Data:Path", folder,
                "--RateLimits:PerMinute", "100000000", "--RateLimits:SensitivePerMinute", "1000000",
            ],
            testTokens ? TestTokens.Accept : null);
        await app.StartAsync();
        return new Portal(app, folder, address);
    }

    /// <summary>A client that holds a role of an organisation of the demo district.</summary>
    public HttpClient Client(string role, string organisation, string account)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TestTokens.Of(DemoFolder.IdOf("account", account), [role], DemoFolder.IdOf("organisation", organisation)));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
