using Matchmaking.Search.Elastic;
using Matchmaking.Search.Index;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>Elasticsearch, behind an alias of the test's own.</summary>
public sealed class ElasticIndexTests : SearchIndexTests, IAsyncDisposable
{
    private readonly ElasticSettings _settings = new([new Uri(TestSettings.Elasticsearch.TrimEnd('/') + "/")], $"test-{Guid.NewGuid():N}");
    private ElasticEngine? _engine;

    protected override async Task<ISearchIndex> OpenAsync()
    {
        _engine = new ElasticEngine(_settings, new IndexFormat(Dimensions), TimeProvider.System);
        return (await _engine.OpenAsync(default)).Index;
    }

    protected override ValueTask CloseAsync(ISearchIndex index)
    {
        _engine!.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Cluster.DeleteAsync(_settings);
}
