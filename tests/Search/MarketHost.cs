using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Ranking;
using Matchmaking.Search.Watches;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

#pragma warning disable EF1002 // tables are named by this class

namespace Matchmaking.Search.Tests;

/// <summary>Search alone on a real port and database, with records of the judged collections as their owners would publish them.</summary>
internal sealed class MarketHost : IAsyncDisposable
{
    private static readonly JudgedCollection Judged = JudgedCollection.Shipped();

    private readonly TestDatabase _database;
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly Dictionary<Guid, long> _versions = [];

    private MarketHost(TestDatabase database, string[] more)
    {
        _database = database;
        var url = $"http://127.0.0.1:{Ports.Free()}";
        List<string> args = ["--Urls", url, "--Data:Path", Folder, "--Bus:AllowPartial", "true", "--Logging:LogLevel:Microsoft.EntityFrameworkCore", "None", .. more];
        if (database.Kind == DatabaseKind.Postgres)
        {
            args.AddRange(["--Storage:Provider", "postgres", "--Storage:Postgres", database.ConnectionString]);
        }

        Args = [.. args];
        _client = new HttpClient { BaseAddress = new Uri(url) };
        _app = ModuleHost.Build(Args, [new SearchModule(), new ClockModule(Clock)], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Critical);
            TestTokens.Accept(builder);
        });
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("search-").FullName;

    public string[] Args { get; }

    public Clock Clock { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<MarketHost> StartAsync(DatabaseKind kind, params string[] more)
    {
        var host = new MarketHost(await TestDatabase.CreateAsync(kind), more);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Publishes a judged need.</summary>
    public async Task<Guid> NeedAsync(string key, Guid owner, string name = "某企业", DateTime? at = null, params string[] avoid)
    {
        var row = Judged.Needs.Single(n => n.Key == key).Document;
        var id = row.Id;
        await PublishAsync(new NeedChanged(id, Next(id), Clock.Now, Snapshot(key, owner, name, at, avoid, new NeedContent
        {
            Title = row.Title,
            Problem = row.Texts.Single(t => t.Name == "description").Text,
            Field = row.Field,
        })), id);
        return id;
    }

    /// <summary>Publishes a judged achievement.</summary>
    public async Task<Guid> AchievementAsync(string key, Guid owner, string name = "某大学", DateTime? at = null, int? trl = null, Disclosure level = Disclosure.L0, params string[] avoid)
    {
        var fact = Achievement(key, owner, name, at, trl, avoid);
        await PublishAsync(fact with { Achievement = fact.Achievement with { Level = level } }, fact.Id);
        return fact.Id;
    }

    /// <summary>Publishes a member's own profile.</summary>
    public async Task<Guid> ExpertAsync(Member author, string keyword = "密封", params string[] avoid)
    {
        var id = Guid.NewGuid();
        var snapshot = Snapshot("E-2026-0001", author.Organisation, "某大学", null, avoid, new ExpertContent
        {
            Name = "顾老师",
            Title = "教授",
            Discipline = "机械工程",
            Profile = "泥水盾构与密封结构",
            Keywords = [keyword],
        });
        await PublishAsync(new ExpertChanged(id, Next(id), Clock.Now, snapshot with { AuthorId = author.Account }), id);
        return id;
    }

    /// <summary>All judged achievements of a domain, long published, of a few universities.</summary>
    public Task AchievementsAsync(string domain, IReadOnlyList<Guid> owners, string? except = null)
    {
        var at = Clock.Now.AddDays(-200);
        return PublishAllAsync([.. Judged.Providers.Where(p => p.Document.Kind == RecordKind.Achievement && p.Key.StartsWith(domain, StringComparison.Ordinal) && p.Key != except)
            .Select((p, i) => Achievement(p.Key, owners[i % owners.Count], "某大学", at, null, []))]);
    }

    /// <summary>Achievements that differ from a judged one by ever more words of no meaning: ever less suitable for the same need.</summary>
    public Task VariantsAsync(string key, int count, IReadOnlyList<Guid> owners)
    {
        var at = Clock.Now.AddDays(-200);
        return PublishAllAsync([.. Enumerable.Range(0, count).Select(i => Variant(key, i, owners[i % owners.Count], at))]);
    }

    /// <summary>One of them, of another owner.</summary>
    public Task VariantAsync(string key, int i, Guid owner)
    {
        var fact = Variant(key, i, owner, Clock.Now.AddDays(-1));
        return PublishAsync(fact, fact.Id);
    }

    private AchievementChanged Variant(string key, int i, Guid owner, DateTime at)
    {
        var fact = Achievement(key, owner, "某大学", at, null, []);
        var id = Guid.Parse($"20000000-0000-0000-0000-{i:d12}");
        return fact with
        {
            Id = id,
            Version = Next(id),
            Achievement = fact.Achievement with
            {
                Number = $"{key}-{i}",
                Content = fact.Achievement.Content with { Summary = fact.Achievement.Content.Summary + string.Concat(Enumerable.Range(0, i).Select(n => $" filler{i}x{n}")) },
            },
        };
    }

    private async Task PublishAllAsync(IReadOnlyList<AchievementChanged> facts)
    {
        await UseAsync(db =>
        {
            foreach (var fact in facts)
            {
                db.Publish(fact);
            }

            return db.SaveChangesAsync();
        });
        var ids = facts.Select(f => f.Id).ToList();
        await Probe.Until(() => UseAsync(async db => await db.Documents.CountAsync(d => ids.Contains(d.Id)) == ids.Count), "the records are known", 60);
        // Known is not yet findable.
        await Services.GetRequiredService<IndexHolder>().RefreshAsync(default);
        await Services.GetRequiredService<LatentModels>().TrainAsync(default);
    }

    private AchievementChanged Achievement(string key, Guid owner, string name, DateTime? at, int? trl, string[] avoid)
    {
        var row = Judged.Providers.Single(n => n.Key == key).Document;
        return new(row.Id, Next(row.Id), Clock.Now, Snapshot(key, owner, name, at, avoid, new AchievementContent
        {
            Title = row.Title,
            Summary = row.Texts.Single(t => t.Name == "abstract").Text,
            Keywords = row.Keywords,
            Field = row.Field,
            Trl = trl,
        }));
    }

    public async Task WithdrawAsync(Guid achievement)
    {
        var version = Next(achievement);
        var gone = Snapshot("", Guid.NewGuid(), "某大学", null, [], new AchievementContent()) with { Visible = false };
        await PublishAsync(new AchievementChanged(achievement, version, Clock.Now, gone), achievement);
    }

    public static Guid IdOf(string key) => Judged.Needs.Concat(Judged.Providers).Single(n => n.Key == key).Document.Id;

    /// <summary>A fact as another service would send it.</summary>
    public Task TellAsync<TFact>(TFact fact) where TFact : class, IFact => UseAsync(db =>
    {
        db.Publish(fact);
        return db.SaveChangesAsync();
    });

    public Task OrganisationAsync(Guid id, OrganisationStatus status, string? size = null) => TellAsync(new OrganisationChanged(
        id, Next(id), Clock.Now, new OrganisationSnapshot("某单位", "某单位", OrganisationKind.Enterprise, status, null, null, null, size, false, false)));

    public static Member MemberOf(Guid organisation, params string[] roles)
    {
        var account = Guid.NewGuid();
        return new(account, organisation, TestTokens.Of(account, roles.Length > 0 ? roles : [Roles.Enterprise], organisation, OrganisationKind.Enterprise, "某企业"));
    }

    public Task<(int Status, JsonNode? Body)> GetAsync(Member? reader, string path) => SendAsync(reader, HttpMethod.Get, path);

    public async Task<(int Status, JsonNode? Body)> SendAsync(Member? reader, HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, "/api/search/" + path);
        if (reader is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", reader.Token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: JsonDefaults.Options);
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<List<Suggestion>> SuggestionsAsync(Member reader, Guid need, int size = 20)
    {
        var (status, body) = await GetAsync(reader, $"suggestions/need/{need}?size={size}");
        Assert.Equal(200, status);
        return System.Text.Json.JsonSerializer.Deserialize<Page<Suggestion>>(body!.ToJsonString(), JsonDefaults.Options)!.Items.ToList();
    }

    public Task<(int Status, JsonNode? Body)> FeedbackAsync(Member reader, Guid need, Guid other, FeedbackAction action, string? reason = null, string? key = null) =>
        SendAsync(reader, HttpMethod.Post, $"suggestions/need/{need}/feedback", new GiveFeedback(other, action, reason), key);

    public Task LearnAsync() => Services.GetRequiredService<BlendLearner>().RunOnceAsync(default);

    /// <summary>Messages about watches that were sent, in order.</summary>
    public async Task<List<WatchMatched>> ToldAsync(Guid? account = null)
    {
        await Probe.Until(() => UseAsync(async db => !await db.NewRecords.AnyAsync()), "all new records are compared");
        var bodies = await UseAsync(db => db.Database.SqlQueryRaw<string>(
            $"SELECT body AS \"Value\" FROM {Outbox} WHERE name = 'search.watch-matched' ORDER BY seq").ToListAsync());
        return [.. bodies.Select(b => System.Text.Json.JsonSerializer.Deserialize<WatchMatched>(b, JsonDefaults.Options)!).Where(m => account is null || m.Match.AccountId == account)];
    }

    /// <summary>Waits until every fact sent so far was handled.</summary>
    public Task HandledAsync() => Probe.Until(
        async () => (await UseAsync(db => db.Database.SqlQueryRaw<int>($"SELECT CAST(count(*) AS int) AS \"Value\" FROM {Outbox} WHERE sent_at IS NULL").ToListAsync()))[0] == 0,
        "all facts are handled");

    public async Task<int> DigestAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WatchDigest>().RunOnceAsync(default);
    }

    public async Task<T> UseAsync<T>(Func<SearchDbContext, Task<T>> use)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<SearchDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private string Outbox => _database.Kind == DatabaseKind.Postgres ? "search.outbox_messages" : "outbox_messages";

    private long Next(Guid id) => _versions[id] = _versions.GetValueOrDefault(id) + 1;

    private async Task PublishAsync<TFact>(TFact fact, Guid id) where TFact : class, IFact
    {
        await TellAsync(fact);
        await Probe.Until(() => UseAsync(db => db.Documents.AnyAsync(d => d.Id == id && d.Version == fact.Version)), "the record is known");
        // Known is not yet findable.
        await Services.GetRequiredService<IndexHolder>().RefreshAsync(default);
    }

    private RecordSnapshot<TContent> Snapshot<TContent>(string key, Guid owner, string name, DateTime? at, string[] avoid, TContent content) => new(
        key, "published", true, Disclosure.L0, owner, name, true, Guid.NewGuid(), at ?? Clock.Now, null, [.. avoid.Select(Avoidance.Key)], content);
}

/// <summary>A member of an organisation.</summary>
internal sealed record Member(Guid Account, Guid Organisation, string Token);

/// <summary>The real clock, some time ahead.</summary>
internal sealed class Clock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public DateTime Now => GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}

/// <summary>A clock for the whole host: registered after its own, so it is the one that is used.</summary>
internal sealed class ClockModule(TimeProvider clock) : IModule
{
    public string Name => "clock";

    public Type? DbContext => null;

    public void AddServices(IHostApplicationBuilder builder) => builder.Services.AddSingleton(clock);

    public void Subscribe(IFactSubscriptions facts)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
    }
}

/// <summary>The real time without timers: who rests goes on resting.</summary>
internal sealed class SleepingClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
