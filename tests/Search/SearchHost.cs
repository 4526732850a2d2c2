using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Consumers;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Ranking;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Search.Tests;

/// <summary>The search service alone on a real port, with its own SQLite store in a folder that outlives it.</summary>
internal sealed class SearchHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private SearchHost(string[] settings, IndexFormat? format, TimeProvider? time)
    {
        var url = $"http://127.0.0.1:{Ports.Free()}";
        _client = new HttpClient { BaseAddress = new Uri(url) };
        _app = ModuleHost.Build(
            ["--Urls", url, "--Bus:AllowPartial", "true", "--Auth:InternalSecret", "a secret that only the services of these tests know", .. settings],
            time is null ? [new SearchModule()] : [new SearchModule(), new ClockModule(time)],
            builder =>
            {
                builder.Logging.ClearProviders();
                TestTokens.Accept(builder);
                if (format is not null)
                {
                    builder.Services.AddSingleton(format);
                }
            });
    }

    public IndexHolder Index => _app.Services.GetRequiredService<IndexHolder>();

    public LatentModels Latent => _app.Services.GetRequiredService<LatentModels>();

    public IndexFeeder Feeder => _app.Services.GetRequiredService<IndexFeeder>();

    /// <summary>Starts it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="settings">More settings, as on a command line.</param>
    public static Task<SearchHost> StartAsync(string folder, params string[] settings) => StartAsync(folder, (IndexFormat?)null, settings);

    /// <inheritdoc cref="StartAsync(string, string[])" />
    /// <param name="format">As if a model were active; null for none.</param>
    public static Task<SearchHost> StartAsync(string folder, IndexFormat? format, params string[] settings) => StartAsync(folder, format, null, settings);

    /// <inheritdoc cref="StartAsync(string, string[])" />
    /// <param name="time">The host's clock.</param>
    public static Task<SearchHost> StartAsync(string folder, TimeProvider time, params string[] settings) => StartAsync(folder, null, time, settings);

    private static async Task<SearchHost> StartAsync(string folder, IndexFormat? format, TimeProvider? time, string[] settings)
    {
        var host = new SearchHost(["--Data:Path", folder, .. settings], format, time);
        try
        {
            await host._app.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    /// <summary>Takes the documents as if a fact about each had arrived.</summary>
    public async Task TakeAsync(params IReadOnlyList<SearchDocument> documents)
    {
        foreach (var document in documents)
        {
            await using var scope = _app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DocumentIndexer>().IndexAsync(document, new FactContext(Guid.NewGuid(), "", 0), CancellationToken.None);
        }
    }

    /// <summary>Puts documents into the store alone.</summary>
    public Task StoreAsync(IReadOnlyList<SearchDocument> documents) => UseAsync(async db =>
    {
        db.Documents.AddRange(documents.Select(d => new StoredDocument
        {
            Id = d.Id, Kind = d.Kind, Version = d.Version, Visible = d.Visible, Json = JsonSerializer.Serialize(d, JsonDefaults.Options),
        }));
        return await db.SaveChangesAsync();
    });

    /// <summary>Versions of the documents that others may find.</summary>
    public Task<Dictionary<Guid, long>> StoredAsync() =>
        UseAsync(db => db.Documents.AsNoTracking().Where(d => d.Visible).ToDictionaryAsync(d => d.Id, d => d.Version));

    /// <summary>Waits until nothing is behind and the index holds what the store does.</summary>
    public Task UntilLevelAsync(double seconds = 60) => Probe.Until(
        async () =>
        {
            if (!Index.Available || Index.Behind > 0 || Index.Problem is not null)
            {
                return false;
            }

            try
            {
                await Index.RefreshAsync(CancellationToken.None);
                var indexed = await Index.VersionsAsync(CancellationToken.None);
                return indexed.OrderBy(d => d.Key).SequenceEqual((await StoredAsync()).OrderBy(d => d.Key));
            }
            catch (SearchUnavailableException)
            {
                return false;
            }
        },
        "the index holds what the store holds", seconds);

    /// <summary>Asks over HTTP.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, string? language = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        var response = await _client.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What the operator sees.</summary>
    public async Task<IndexState> StateAsync()
    {
        var (response, body) = await GetAsync("/api/search/index", token: TestTokens.Of(Guid.NewGuid(), [Roles.Operator]));
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<IndexState>(body, JsonDefaults.Options)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _client.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    /// <summary>Works on the service's database.</summary>
    public async Task<T> UseAsync<T>(Func<SearchDbContext, Task<T>> use)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<SearchDbContext>());
    }
}
