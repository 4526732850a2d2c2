using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Cooperation.Tests;

/// <summary>Cooperation alone on a real port, with a database of its own.</summary>
public sealed class CooperationHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _folder = Directory.CreateTempSubdirectory("cooperation-").FullName;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private CooperationHost(TestDatabase database)
    {
        _database = database;
        var url = $"http://127.0.0.1:{Ports.Free()}";
        List<string> args = ["--Urls", url, "--Data:Path", _folder, "--Bus:AllowPartial", "true"];
        if (database.Kind == DatabaseKind.Postgres)
        {
            args.AddRange(["--Storage:Provider", "postgres", "--Storage:Postgres", database.ConnectionString]);
        }

        _client = new HttpClient { BaseAddress = new Uri(url) };
        _app = ModuleHost.Build([.. args], [new CooperationModule()], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            TestTokens.Accept(builder);
        });
    }

    public static async Task<CooperationHost> StartAsync(DatabaseKind kind)
    {
        var host = new CooperationHost(await TestDatabase.CreateAsync(kind));
        await host._app.StartAsync();
        return host;
    }

    /// <summary>A published achievement of some university, as a fact would have told of it.</summary>
    public Task<Item> ItemAsync(Guid owner, params string[] avoid) => ItemAsync(owner, RecordKind.Achievement, avoid: avoid);

    /// <summary>A published record.</summary>
    public async Task<Item> ItemAsync(
        Guid owner, RecordKind kind, Guid author = default, bool named = true, string name = "某大学", params string[] avoid)
    {
        var item = new Item
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            AuthorId = author,
            Version = 1,
            Visible = true,
            Level = Disclosure.L0,
            Number = "A-2026-0001",
            Title = "长寿命润滑脂",
            OrganisationId = owner,
            OrganisationName = name,
            Named = named,
            Avoid = [.. avoid.Select(Avoidance.Key)],
        };
        await UseAsync(async db =>
        {
            db.Items.Add(item);
            return await db.SaveChangesAsync();
        });
        return item;
    }

    /// <summary>An interest of an enterprise's member.</summary>
    public static SendInterest InterestIn(Item item) =>
        new(item.Kind, item.Id, null, null, "想用这种润滑脂做一轮台架对比", new Contact("吕工", "13700000000", null));

    public static string Enterprise(Guid organisation) =>
        TestTokens.Of(Guid.NewGuid(), [Roles.Enterprise], organisation, OrganisationKind.Enterprise, "某企业");

    public static string University(Guid organisation) =>
        TestTokens.Of(Guid.NewGuid(), [Roles.Liaison], organisation, OrganisationKind.University, "某大学");

    /// <summary>Identity's word on an organisation, over this host's own bus.</summary>
    public Task TellAsync(Guid organisation, long version, OrganisationStatus status) => TellAsync(
        new OrganisationChanged(organisation, version, TimeProvider.System.GetUtcNow().UtcDateTime, new OrganisationSnapshot(
            "某单位", "某单位", OrganisationKind.Enterprise, status, null, null, null, null, false, false)));

    /// <summary>A fact as another service would send it.</summary>
    public Task TellAsync<TFact>(TFact fact) where TFact : class, IFact => UseAsync(db =>
    {
        db.Publish(fact);
        return db.SaveChangesAsync();
    });

    public Task<(int Status, JsonNode Body)> GetAsync(string token, string path) => SendAsync(token, HttpMethod.Get, path, null);

    public Task<(int Status, JsonNode Body)> PostAsync(string token, string path, object body) => SendAsync(token, HttpMethod.Post, path, body);

    private async Task<(int Status, JsonNode Body)> SendAsync(string token, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, "/api/cooperation/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: JsonDefaults.Options);
        using var answer = await _client.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async Task<T> UseAsync<T>(Func<CooperationDbContext, Task<T>> use)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<CooperationDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
