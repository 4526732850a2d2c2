using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lucene;
using Matchmaking.Search.Matching;
using Matchmaking.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matchmaking.Search.Tests;

/// <summary>The two engines, asked the same about the same documents.</summary>
public sealed class EngineParityTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly ElasticSettings _settings = new([new Uri(TestSettings.Elasticsearch.TrimEnd('/') + "/")], $"test-{Guid.NewGuid():N}");
    private readonly string _folder = Directory.CreateTempSubdirectory("parity-").FullName;

    [Theory]
    [InlineData("auto")]
    [InlineData("chem")]
    public async Task Engines_rank_alike(string collection)
    {
        var data = Environment.GetEnvironmentVariable("TEST_DATA");
        Assert.SkipUnless(data is { Length: > 0 }, "Set TEST_DATA to the folder with relevance/auto and relevance/chem to run this test.");
        var judged = JudgedCollection.Read(Path.Combine(data, "relevance", collection));
        List<SearchDocument> documents = [.. judged.Providers.Select(p => p.Document)];
        using var engine = new ElasticEngine(_settings, new IndexFormat(), TimeProvider.System);
        await using var lucene = new LuceneIndex(_folder, TimeProvider.System, NullLogger.Instance);
        ISearchIndex[] engines = [lucene, await engine.CreateAsync(default)];
        foreach (var index in engines)
        {
            await index.ApplyAsync(documents, default);
            await index.RefreshAsync(default);
        }

        List<double> shared = [];
        List<double> apart = [];
        foreach (var (_, need) in judged.Needs)
        {
            var tokens = QueryTokens.Of(need);
            IndexQuery[] queries =
            [
                new(tokens, Disclosure.L1, [], 0, 10),
                new(QueryTokens.Of(need.Title), Disclosure.L0, [], 0, 10) { PreferTitles = true, FuzzyWords = 4, MinShouldMatch = 0.3, Facets = true },
            ];
            foreach (var query in queries)
            {
                var (one, other) = (await engines[0].SearchAsync(query, default), await engines[1].SearchAsync(query, default));
                Assert.Equal(one.Total, other.Total);
                Assert.Equal(Sorted(one), Sorted(other));
                shared.Add(one.Hits.Count == 0 ? 1 : one.Hits.Select(h => h.Id).Intersect(other.Hits.Select(h => h.Id)).Count() / (double)one.Hits.Count);
                apart.AddRange(one.Hits.Join(other.Hits, h => h.Id, h => h.Id, (a, b) => Math.Abs(a.Score - b.Score) / a.Score));
            }

            var (mine, theirs) = (await engines[0].StatisticsAsync([.. tokens.Select(t => t.Text)], default), await engines[1].StatisticsAsync([.. tokens.Select(t => t.Text)], default));
            Assert.Equal(mine.Documents, theirs.Documents);
            Assert.Equal(mine.AverageLength, theirs.AverageLength, 6);
            Assert.Equal(mine.Frequencies.OrderBy(f => f.Key, StringComparer.Ordinal), theirs.Frequencies.OrderBy(f => f.Key, StringComparer.Ordinal));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{collection}: first ten shared {shared.Average():0.0000}, scores apart {apart.Average():0.000000} at most {apart.Max():0.000000}"));
        // Equals may stand in another order.
        Assert.InRange(shared.Average(), 0.99, 1);
        Assert.InRange(apart.Max(), 0, 0.0001);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DeleteAsync(_settings);
        Directory.Delete(_folder, recursive: true);
    }

    private static List<string> Sorted(IndexPage page) =>
        [.. page.Facets.SelectMany(f => f.Value.Select(v => $"{f.Key} {v.Key} {v.Value}")).Order(StringComparer.Ordinal)];
}
