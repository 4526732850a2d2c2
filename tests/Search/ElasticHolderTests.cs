using Matchmaking.Contracts;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Index;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>What the service does with Elasticsearch.</summary>
public sealed class ElasticHolderTests : IndexHolderTests
{
    private readonly ElasticSettings _settings = new([new Uri(TestSettings.Elasticsearch.TrimEnd('/') + "/")], $"test-{Guid.NewGuid():N}");

    [Fact]
    public async Task An_index_that_is_lost_while_the_service_runs_is_made_again()
    {
        await using var host = await StartAsync();
        await host.TakeAsync(Documents.Achievement("轴承密封"), Documents.Achievement("轴承漏油"));
        await LoseAsync();
        await host.TakeAsync(Documents.Achievement("轴承润滑"));
        await host.UntilLevelAsync();
        Assert.Equal(3, (await host.StoredAsync()).Count);
        Assert.Single(await IndicesAsync());
    }

    [Fact]
    public async Task Many_facts_while_the_engine_is_slow_go_in_few_requests()
    {
        const int Facts = 100;
        await using var proxy = new DelayingProxy(new Uri(TestSettings.Elasticsearch).Port);
        await using var host = await SearchHost.StartAsync(Folder, [.. Settings, "--Search:Elasticsearch:Url", proxy.Url]);
        proxy.Delay(TimeSpan.FromMilliseconds(300));
        await host.TakeAsync([.. Enumerable.Range(0, Facts).Select(i => Documents.Achievement($"轴承 word{i}"))]);
        await host.Index.RefreshAsync(default);
        Assert.Equal(Facts, (await host.Index.SearchAsync(new([], Disclosure.L1, [], 0, 1), default)).Total);
        Assert.Equal((0, null), (host.Index.Behind, host.Index.Problem));
        var index = Assert.Single(await IndicesAsync());
        var stats = (await Cluster.SendAsync(_settings, HttpMethod.Get, index + "/_stats/bulk")).GetProperty("_all").GetProperty("primaries").GetProperty("bulk");
        Assert.InRange(stats.GetProperty("total_operations").GetInt32(), 1, Facts / 4);
    }

    [Fact]
    public async Task What_somebody_wrote_where_the_alias_belongs_gives_way()
    {
        await FillAsync(3);
        await LoseAsync();
        await Cluster.SendAsync(_settings, HttpMethod.Put, $"{_settings.Index}/_doc/1", """{ "title": "轴承" }""");
        await using var host = await StartAsync();
        await Probe.Until(() => host.Index.RebuiltAt is not null, "the index is made anew");
        await host.UntilLevelAsync();
        Assert.DoesNotContain(_settings.Index, await IndicesAsync());
    }

    [Fact]
    public async Task Fields_that_are_not_ours_are_noticed_at_start()
    {
        await FillAsync(3);
        var index = Assert.Single(await IndicesAsync());
        await Cluster.SendAsync(_settings, HttpMethod.Put, index + "/_mapping", """{ "properties": { "stranger": { "type": "keyword" } } }""");
        await using var host = await StartAsync();
        await Probe.Until(() => host.Index.RebuiltAt is not null, "the index is made anew");
        await host.UntilLevelAsync();
        await Probe.Until(async () => !(await IndicesAsync()).Contains(index), "the old one is deleted");
    }

    [Fact]
    public async Task Two_services_on_one_cluster_see_a_rebuild_as_one()
    {
        await FillAsync(3);
        await using var one = await StartAsync();
        using var engine = new ElasticEngine(_settings, new IndexFormat(), TimeProvider.System);
        var other = (await engine.OpenAsync(default)).Index;
        await one.Index.RebuildAsync(next => one.Feeder.FillAsync(next, default), default);
        var document = Documents.Achievement("轴承润滑");
        await other.ApplyAsync([document], default);
        await other.RefreshAsync(default);
        Assert.Equal(4, (await other.VersionsAsync(default)).Count);
        Assert.Contains(document.Id, (await one.Index.VersionsAsync(default)).Keys);
    }

    protected override string[] Settings =>
        ["--Search:Engine", "elasticsearch", "--Search:Elasticsearch:Url", TestSettings.Elasticsearch, "--Search:Elasticsearch:Index", _settings.Index];

    protected override async Task MakeOlderAsync()
    {
        await LoseAsync();
        using var engine = new ElasticEngine(_settings, new IndexFormat(4, "another"), TimeProvider.System);
        var opened = await engine.OpenAsync(default);
        await opened.Index.ApplyAsync([Documents.Achievement("旧索引里的轴承")], default);
    }

    protected override Task LoseAsync() => Cluster.DeleteAsync(_settings);

    protected override Task<List<string>> IndicesAsync() => Cluster.IndicesAsync(_settings);

    protected override async Task LeaveBehindAsync()
    {
        using var engine = new ElasticEngine(_settings, new IndexFormat(), TimeProvider.System);
        await engine.CreateAsync(default);
    }

    protected override Task CleanAsync() => Cluster.DeleteAsync(_settings);
}
