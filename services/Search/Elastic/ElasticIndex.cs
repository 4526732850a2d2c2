using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Elastic;

/// <summary>
/// One index of the cluster. It is read and written through an alias: where the index is gone, writing fails instead of
/// having Elasticsearch make one with fields of its own guess.
/// </summary>
internal sealed class ElasticIndex(ElasticConnection connection, string name, string alias, int? dimensions, bool outdated = false) : IEngineIndex
{
    private const int MostDocuments = 500;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostTries = 5;
    private const int VersionsPage = 5000;
    private const int MostTokens = 1000;

    // Half an answer would look like the whole; term statistics of all shards together, or they would score apart.
    private const string SearchOptions = "allow_partial_search_results=false";
    private const string RankOptions = SearchOptions + "&search_type=dfs_query_then_fetch";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private volatile string _alias = alias;

    public string Engine => ElasticEngine.EngineName;

    public string Name => name;

    /// <summary>From now on it is reached through this alias, together with the processes that know no other.</summary>
    public void ReachThrough(string through) => _alias = through;

    public async Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        for (var next = 0; next < documents.Count;)
        {
            List<SearchDocument> batch = [];
            var lines = new ArrayBufferWriter<byte>();
            for (; next < documents.Count && batch.Count < MostDocuments && lines.WrittenCount < MostBytes; next++)
            {
                ElasticDocuments.Write(lines, documents[next], dimensions);
                batch.Add(documents[next]);
            }

            await ApplyAsync(batch, lines, cancellation);
        }
    }

    public Task RefreshAsync(CancellationToken cancellation) =>
        GuardAsync(() => connection.WriteAsync(HttpMethod.Post, $"{_alias}/_refresh", null, cancellation));

    public async Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation)
    {
        var answer = await GuardAsync(() => connection.ReadAsync($"{_alias}/_search?{RankOptions}", ElasticQueries.Search(query), cancellation));
        var hits = answer.GetProperty("hits");
        return new IndexPage(
            [.. hits.GetProperty("hits").EnumerateArray().Select(h => new IndexHit(IdOf(h), ScoreOf(h) * (ElasticMapping.K1 + 1)))],
            hits.GetProperty("total").GetProperty("value").GetInt32(),
            answer.TryGetProperty("aggregations", out var facets)
                ? facets.EnumerateObject().ToDictionary(f => f.Name, f => Counts(f.Value))
                : new Dictionary<string, IReadOnlyDictionary<string, int>>());
    }

    public async Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation)
    {
        // By id, each page after the last one's: ids are unique and never change, so no document is missed or read twice,
        // and the cluster keeps nothing between the pages.
        var versions = new Dictionary<Guid, long>();
        var last = "";
        while (true)
        {
            var answer = await GuardAsync(() => connection.ReadAsync(
                $"{_alias}/_search?{SearchOptions}",
                new JsonObject
                {
                    ["size"] = VersionsPage,
                    ["_source"] = false,
                    ["version"] = true,
                    ["track_total_hits"] = false,
                    ["sort"] = new JsonArray(new JsonObject { [ElasticMapping.Id] = "asc" }),
                    ["search_after"] = new JsonArray(last),
                },
                cancellation));
            var count = 0;
            foreach (var hit in answer.GetProperty("hits").GetProperty("hits").EnumerateArray())
            {
                last = hit.GetProperty("_id").GetString()!;
                versions[IdOf(hit)] = hit.GetProperty("_version").GetInt64();
                count++;
            }

            if (count < VersionsPage)
            {
                return versions;
            }
        }
    }

    public async Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation)
    {
        var frequencies = new Dictionary<string, int>();
        var documents = 0;
        foreach (var some in tokens.Distinct().Chunk(MostTokens).DefaultIfEmpty([""]))
        {
            var answer = await GuardAsync(() => connection.ReadAsync($"{_alias}/_search?{SearchOptions}", ElasticQueries.Statistics(some), cancellation));
            documents = answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt32();
            foreach (var (token, bucket) in some.Zip(answer.GetProperty("aggregations").GetProperty("tokens").GetProperty("buckets").EnumerateArray()))
            {
                frequencies[token] = bucket.GetProperty("doc_count").GetInt32();
            }
        }

        return new TokenStatistics(Math.Max(1, documents), frequencies);
    }

    public async Task<IReadOnlyList<IndexHit>> NearestAsync(float[] vector, IndexQuery filters, int take, CancellationToken cancellation)
    {
        if (vector.Length != dimensions)
        {
            return [];
        }

        var answer = await GuardAsync(() => connection.ReadAsync($"{_alias}/_search?{SearchOptions}", ElasticQueries.Nearest(vector, filters, take), cancellation));
        // Elasticsearch gives (1 + cosine) / 2, since its scores are never negative.
        return [.. answer.GetProperty("hits").GetProperty("hits").EnumerateArray().Select(h => new IndexHit(IdOf(h), (2 * ScoreOf(h)) - 1))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Guid IdOf(JsonElement hit) => Guid.ParseExact(hit.GetProperty("_id").GetString()!, "N");

    private static double ScoreOf(JsonElement hit) =>
        hit.GetProperty("_score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : 0;

    private static IReadOnlyDictionary<string, int> Counts(JsonElement facet) => facet.GetProperty("buckets").EnumerateArray()
        .ToDictionary(b => b.GetProperty("key").ToString(), b => b.GetProperty("doc_count").GetInt32());

    private async Task ApplyAsync(List<SearchDocument> batch, ArrayBufferWriter<byte> lines, CancellationToken cancellation)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            var answer = await GuardAsync(() => connection.WriteLinesAsync($"{_alias}/_bulk?require_alias=true", lines.WrittenMemory, cancellation));
            var (again, reason) = Check(batch, answer);
            if (again.Count == 0)
            {
                return;
            }

            if (tries == MostTries)
            {
                throw new SearchUnavailableException($"Elasticsearch put off {again.Count} documents {tries} times: {reason}");
            }

            await Task.Delay(pause + TimeSpan.FromMilliseconds(Random.Shared.Next(100)), cancellation);
            pause *= 2;
            batch = again;
            lines = new ArrayBufferWriter<byte>();
            batch.ForEach(d => ElasticDocuments.Write(lines, d, dimensions));
        }
    }

    /// <summary>Looks at each item: the answer as a whole is 200 whatever happened to them.</summary>
    /// <returns>Those that another try may get in, and why they are not.</returns>
    private static (List<SearchDocument> Again, string Reason) Check(List<SearchDocument> batch, JsonElement answer)
    {
        List<SearchDocument> again = [];
        var why = "";
        if (!answer.GetProperty("errors").GetBoolean())
        {
            return (again, why);
        }

        DocumentRejectedException? rejected = null;
        foreach (var (document, item) in batch.Zip(answer.GetProperty("items").EnumerateArray()))
        {
            var result = item.EnumerateObject().First().Value;
            var status = result.GetProperty("status").GetInt32();
            var (type, reason) = ElasticException.Read(result);
            switch (status)
            {
                // A newer version is there already; a document to delete never was.
                case < 300 or 409:
                case 404 when type.Length == 0:
                    break;
                case 404:
                    throw new SearchUnavailableException(reason) { IndexIsGone = true };
                case 403:
                case 429 when type == ElasticException.Blocked:
                    throw new SearchUnavailableException($"Elasticsearch takes no changes: {reason}");
                case 429 or >= 500:
                    again.Add(document);
                    why = reason;
                    break;
                default:
                    rejected ??= new DocumentRejectedException(document.Id, reason);
                    break;
            }
        }

        return rejected is null ? (again, why) : throw rejected;
    }

    private async Task<JsonElement> GuardAsync(Func<Task<JsonElement>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ElasticException exception) when (exception.Status == 404)
        {
            throw new SearchUnavailableException(exception.Message, exception) { IndexIsGone = true };
        }
        catch (ElasticException exception) when (outdated)
        {
            // It has other fields than are asked for, and is about to be replaced.
            throw new SearchUnavailableException(exception.Message, exception);
        }
    }
}
