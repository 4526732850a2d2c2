using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Matchmaking.AllInOne.Tests.Portal))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Matchmaking.AllInOne.Tests;

/// <summary>The whole product in one process on a real port, with the demo district in a folder of its own.</summary>
public sealed class Portal : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly TestDatabase? _database;
    private WebApplication? _app;

    public Portal()
    {
    }

    /// <summary>On a PostgreSQL database instead of files, where there is no demo district.</summary>
    internal Portal(TestDatabase database) => _database = database;

    /// <summary>Whether the demo district's records and accounts are there.</summary>
    public bool HasDemo => _database is null;

    public string Folder { get; } = Directory.CreateTempSubdirectory("portal-").FullName;

    public string Url { get; private set; } = "";

    public IServiceProvider Services => _app!.Services;

    /// <summary>Every endpoint below /api and /connect, as the running host has them.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => Endpoint.Path(e).StartsWith("/api/", StringComparison.Ordinal) || Endpoint.Path(e).StartsWith("/connect/", StringComparison.Ordinal))];

    /// <summary>Every page.</summary>
    public IReadOnlyList<RouteEndpoint> Pages =>
        [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)];

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        if (!HasDemo)
        {
            return;
        }

        await Probe.Until(async () => await CountAsync("needs") >= 40 && await CountAsync("achievements") >= 150 && await CountAsync("experts") >= 40,
            "the demo records can be found", 180);
        await SettleAsync();
    }

    /// <summary>Waits until every fact so far has been handled and can be found.</summary>
    public async Task SettleAsync()
    {
        await Outboxes.SettledAsync(Services);
        await Services.GetRequiredService<ISearchIndex>().RefreshAsync(default);
    }

    /// <summary>Starts the host on the folder as it is.</summary>
    public async Task StartAsync()
    {
        Url = $"http://127.0.0.1:{Ports.Free()}";
        _app = Program.Build(
            [
                "--Demo:Load", "true", "--Data:Path", Folder, "--Urls", Url, "--Public:Url", Url,
                .. _database is null ? Array.Empty<string>() : ["--Storage:Provider", "postgres", "--Storage:Postgres", _database.ConnectionString],
                "--RateLimits:PerMinute", "1000000", "--RateLimits:SensitivePerMinute", "1000000", "--Logging:LogLevel:Default", "Error",
            ],
            TestTokens.AcceptToo);
        await _app.StartAsync();
    }

    /// <summary>Stops the host as an operator would; what waits in its outboxes waits on.</summary>
    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Calls as somebody; the body is JSON text, or null for none.</summary>
    public async Task<Answer> SendAsync(
        Reader? reader, string method, string path, string? body = null, string language = "zh-CN", string? key = null, string media = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Url + path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (reader?.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, media);
        }

        using var response = await _client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType,
            response.Headers.Contains("Idempotent-Replay"));
    }

    public async Task<JsonNode> GetAsync(Reader? reader, string path) => (await SendAsync(reader, "GET", path)).Expect(200, path);

    public async Task<JsonNode> PostAsync(Reader? reader, string path, JsonNode body) =>
        (await SendAsync(reader, "POST", path, body.ToJsonString())).ExpectSuccess(path);

    public async Task<JsonNode> PutAsync(Reader? reader, string path, JsonNode body) =>
        (await SendAsync(reader, "PUT", path, body.ToJsonString())).ExpectSuccess(path);

    /// <summary>Creates a record and moves it on; each verb is carried out by whom it is given to.</summary>
    public async Task<Guid> RecordAsync(string service, Reader author, JsonObject content, params (Reader By, string Verb)[] moves)
    {
        var record = await PostAsync(author, $"/api/{service}/", content);
        var id = record["id"]!.GetValue<Guid>();
        foreach (var (by, verb) in moves)
        {
            record = await MoveAsync(service, id, by, verb, record["version"]!.GetValue<long>());
        }

        return id;
    }

    public Task<JsonNode> MoveAsync(string service, Guid id, Reader by, string verb, long version) =>
        PostAsync(by, $"/api/{service}/{id}/moves", new JsonObject { ["verb"] = verb, ["version"] = version, ["reason"] = "测试原因" });

    public async Task<int> CountAsync(string service) =>
        (await GetAsync(Readers.Organizer, $"/api/search/?size=1&kind={service[..^1]}"))["hits"]!["total"]!.GetValue<int>();
}

/// <summary>An answer, read whole.</summary>
public sealed record Answer(int Status, string Body, string? Media, bool Replayed)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public JsonNode Expect(int status, string what)
    {
        Assert.True(Status == status, $"{what}: {Status} instead of {status}: {Body}");
        return Body.Length == 0 ? new JsonObject() : Json;
    }

    public JsonNode ExpectSuccess(string what)
    {
        Assert.True(Status is >= 200 and < 300, $"{what}: {Status}: {Body}");
        return Body.Length == 0 ? new JsonObject() : Json;
    }
}

/// <summary>JSON of contracts as the product writes it.</summary>
public static class Wire
{
    public static JsonObject Of<T>(T value) => JsonSerializer.SerializeToNode(value, JsonDefaults.Options)!.AsObject();
}
