using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Index;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>
/// The service while a real Elasticsearch fails. After each fault nothing is lost and the index equals the document store,
/// without anybody's help.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class ElasticFaultTests(SecuredNode node) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("search-").FullName;
    private readonly string _index = $"test-{Guid.NewGuid():N}";

    private ElasticSettings Settings => new([new Uri(node.Urls + "/")], _index) { Username = "elastic", Password = node.Password };

    [Fact]
    public async Task Killed_in_the_middle_of_a_bulk_and_started_again()
    {
        await node.StartAsync();
        await using var host = await StartAsync();
        var text = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"轴承密封{i}"));
        List<SearchDocument> many = [.. Enumerable.Range(0, 2500).Select(i => Documents.Achievement($"轴承密封 word{i}", text))];
        await host.StoreAsync(many);
        await host.Index.ApplyAsync(many, default);
        await Probe.Until(async () => await IndexedAsync() is > 0 and < 2500, "some are in and some are not");
        await node.KillAsync();
        await Probe.Until(() => host.Index.Behind > 0, "what was cut off is known to be missing");

        // Facts go on arriving.
        var late = Documents.Achievement("停机时登记的轴承");
        await host.TakeAsync(late, many[0] with { Version = 2 }, many[1] with { Visible = false, Version = 2 });
        await ExpectAwayAsync(host);

        await node.StartAsync();
        await host.UntilLevelAsync();
        Assert.Equal(2500, (await host.Index.VersionsAsync(default)).Count);
        Assert.Contains(late.Id, (await host.Index.VersionsAsync(default)).Keys);
        await ExpectWellAsync(host);
    }

    [Fact]
    public async Task Away_when_the_service_starts()
    {
        var nobody = $"http://127.0.0.1:{Ports.Free()}";
        _ = TestSettings.ElasticsearchScript;
        await node.StartAsync();
        await using (var host = await StartAsync("--Search:Elasticsearch:Url", nobody))
        {
            await host.TakeAsync(Documents.Achievement("轴承密封"));
            await ExpectAwayAsync(host);
            await Probe.Until(() => host.Index.Behind == 1, "the document is known to be missing");
        }

        await using (var host = await StartAsync())
        {
            await host.UntilLevelAsync();
            Assert.Single(await host.StoredAsync());
        }
    }

    [Fact]
    public async Task An_index_that_takes_no_changes_for_a_while()
    {
        await node.StartAsync();
        await using var host = await StartAsync();
        var document = Documents.Achievement("轴承密封");
        await host.TakeAsync(document);
        await host.UntilLevelAsync();
        foreach (var block in new[] { "read_only", "read_only_allow_delete", "write" })
        {
            await BlockAsync(block, "true");
            await host.TakeAsync(document = document with { Version = document.Version + 1 }, Documents.Achievement("轴承漏油"));
            await Probe.Until(() => host.Index.Behind == 2, "both are known to be missing");
            // What is there already is found all the while.
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/search?q=轴承密封")).Response.StatusCode);
            Assert.True((await host.StateAsync()) is { Available: true, Behind: 2, LastError: not null });
            Assert.StartsWith("Degraded", (await host.GetAsync("/health")).Body, StringComparison.Ordinal);
            await BlockAsync(block, "null");
            await host.UntilLevelAsync();
            await ExpectWellAsync(host);
        }

        Task BlockAsync(string block, string value) => Cluster.SendAsync(
            Settings, HttpMethod.Put, $"{_index}/_settings", $$"""{ "index.blocks.{{block}}": {{value}} }""");
    }

    [Fact]
    public async Task Answers_that_come_too_late()
    {
        await node.StartAsync();
        await using var proxy = new DelayingProxy(node.Port);
        await using var host = await StartAsync("--Search:Elasticsearch:Url", proxy.Url, "--Search:Elasticsearch:TimeoutSeconds", "0.5");
        await host.TakeAsync(Documents.Achievement("轴承密封"));
        await host.UntilLevelAsync();
        proxy.Delay(TimeSpan.FromSeconds(4));
        await ExpectAwayAsync(host);
        await host.TakeAsync(Documents.Achievement("轴承漏油"));
        // Nobody waits for what has just failed several times.
        var start = Stopwatch.GetTimestamp();
        await host.TakeAsync(Documents.Achievement("轴承润滑"), Documents.Achievement("轴承钢"));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
        proxy.Delay(TimeSpan.Zero);
        await host.UntilLevelAsync();
        Assert.Equal(4, (await host.StoredAsync()).Count);
        await ExpectWellAsync(host);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_seen_at_the_next_look_and_holds_nobody_up()
    {
        await node.StartAsync();
        using var cable = new Cable(new Uri(node.Urls));
        await using var host = await StartAsync("--Search:Elasticsearch:Url", cable.Url.TrimEnd('/'), "--Search:Elasticsearch:TimeoutSeconds", "2");
        await host.TakeAsync(Documents.Achievement("轴承密封"));
        await host.UntilLevelAsync();
        cable.Freeze();
        // Nobody has searched meanwhile.
        Assert.StartsWith("Degraded\nsearch: the search engine", (await host.GetAsync("/health")).Body, StringComparison.Ordinal);
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.GetAsync("/api/search?q=轴承")).Response.StatusCode);
        // Two seconds; each try by itself took four, and there were three.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 8);
        cable.Mend();
        await host.UntilLevelAsync();
        await ExpectWellAsync(host);
    }

    [Fact]
    public async Task A_password_that_is_wrong()
    {
        await node.StartAsync();
        await using (var host = await StartAsync("--Search:Elasticsearch:Password", "not the one"))
        {
            await host.TakeAsync(Documents.Achievement("轴承密封"));
            await ExpectAwayAsync(host);
            Assert.Contains("refuses the account", (await host.StateAsync()).LastError, StringComparison.Ordinal);
            Assert.DoesNotContain("not the one", (await host.StateAsync()).LastError, StringComparison.Ordinal);
        }

        await using (var host = await StartAsync())
        {
            await host.UntilLevelAsync();
            Assert.Single(await host.StoredAsync());
        }
    }

    [Fact]
    public async Task A_document_that_is_refused_does_not_keep_the_others_out()
    {
        await node.StartAsync();
        await using var host = await StartAsync();
        // Longer than a term may be: the engine refuses the document for good.
        var wrong = Documents.Achievement("轴承密封") with { Avoid = [new string('x', 40_000)] };
        var right = Enumerable.Range(0, 20).Select(i => Documents.Achievement($"轴承 word{i}")).ToList();
        await host.StoreAsync([.. right[..10], wrong, .. right[10..]]);
        await host.Index.RebuildAsync(next => host.Feeder.FillAsync(next, default), default);
        var indexed = await host.Index.VersionsAsync(default);
        Assert.Equal(right.Select(d => d.Id).Order(), indexed.Keys.Order());
        await Probe.Until(async () => (await host.StateAsync()).LastError?.Contains(wrong.Id.ToString(), StringComparison.Ordinal) == true, "the operator reads which one");
        await host.TakeAsync(wrong with { Avoid = [], Version = 2 });
        await host.UntilLevelAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static async Task ExpectAwayAsync(SearchHost host)
    {
        await Probe.Until(async () => (await host.GetAsync("/api/search?q=轴承")).Response.StatusCode == HttpStatusCode.ServiceUnavailable, "searches say 503");
        var (response, body) = await host.GetAsync("/api/search?q=轴承", "zh-CN");
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((503, "search-unavailable"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString()));
        Assert.Contains("查找暂时不可用", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains("not available for the moment", (await host.GetAsync("/api/search?q=轴承", "en")).Body, StringComparison.Ordinal);
        var (health, words) = await host.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.StartsWith("Degraded\nsearch: the search engine (elasticsearch)", words, StringComparison.Ordinal);
        Assert.False((await host.StateAsync()).Available);
    }

    internal static Task ExpectWellAsync(SearchHost host) => Probe.Until(
        async () => (await host.GetAsync("/api/search?q=轴承")).Response.StatusCode == HttpStatusCode.OK
            && (await host.GetAsync("/health")).Body.StartsWith("Healthy\n", StringComparison.Ordinal)
            && await host.StateAsync() is { Available: true, Behind: 0, LastError: null },
        "all is well again");

    private async Task<long> IndexedAsync()
    {
        using var connection = new ElasticConnection(Settings);
        var stats = await connection.ReadAsync($"{_index}/_stats/indexing", null, default);
        return stats.GetProperty("_all").GetProperty("primaries").GetProperty("indexing").GetProperty("index_total").GetInt64();
    }

    private Task<SearchHost> StartAsync(params string[] settings) => SearchHost.StartAsync(
        _folder,
        [
            "--Search:Engine", "elasticsearch", "--Search:Elasticsearch:Url", node.Urls, "--Search:Elasticsearch:Index", _index,
            "--Search:Elasticsearch:Username", "elastic", "--Search:Elasticsearch:Password", node.Password, "--Search:Elasticsearch:TimeoutSeconds", "10", .. settings,
        ]);
}

/// <summary>The service while nodes of a cluster fail.</summary>
[Collection(FaultCollection.Name)]
public sealed class ElasticClusterFaultTests(ThreeNodes cluster) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("search-").FullName;

    [Fact]
    public async Task One_of_three_nodes_killed_and_another_paused()
    {
        await cluster.StartAsync();
        var index = $"test-{Guid.NewGuid():N}";
        await using var host = await SearchHost.StartAsync(
            _folder, "--Search:Engine", "elasticsearch", "--Search:Elasticsearch:Url", cluster.Urls, "--Search:Elasticsearch:Index", index,
            "--Search:Elasticsearch:TimeoutSeconds", "2");
        await host.TakeAsync([.. Enumerable.Range(0, 20).Select(i => Documents.Achievement($"轴承密封 word{i}"))]);
        await host.UntilLevelAsync();
        using (var connection = new ElasticConnection(new([.. cluster.Urls.Split(';').Select(u => new Uri(u + "/"))], index) { Timeout = TimeSpan.FromSeconds(70) }))
        {
            await connection.ReadAsync($"_cluster/health/{index}?wait_for_status=green&timeout=60s", null, default);
        }

        // The first is the one that the service asks: it passes over to the others.
        await cluster.KillAsync(1);
        await host.TakeAsync([.. Enumerable.Range(0, 20).Select(i => Documents.Achievement($"轴承漏油 word{i}"))]);
        await host.UntilLevelAsync();
        Assert.Equal(40, (await host.Index.VersionsAsync(default)).Count);

        // Two of three are needed for a majority: now nobody can promise anything, and nothing is promised.
        await cluster.PauseAsync(2);
        await host.TakeAsync([.. Enumerable.Range(0, 20).Select(i => Documents.Achievement($"轴承润滑 word{i}"))]);
        await cluster.ResumeAsync(2);
        await host.UntilLevelAsync(90);
        Assert.Equal(60, (await host.Index.VersionsAsync(default)).Count);
        await ElasticFaultTests.ExpectWellAsync(host);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>Servers for faults; nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection : ICollectionFixture<SecuredNode>, ICollectionFixture<ThreeNodes>
{
    public const string Name = "faults";
}
