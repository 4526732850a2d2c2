using System.Buffers;
using System.Text.Json;
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
    private const string AnyToken = "a";

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
            [.. hits.GetProperty("hits").EnumerateArray().Select(h => new IndexHit(IdOf(h), ScoreOf(h)))],
            hits.TryGetProperty("total", out var total) ? total.GetProperty("value").GetInt32() : hits.GetProperty("hits").GetArrayLength(),
            answer.TryGetProperty("aggregations", out var facets)
                ? facets.EnumerateObject().ToDictionary(f => f.Name, f => Counts(f.Value))
                : new Dictionary<string, IReadOnlyDictionary<string, int>>());
    }

    public Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation) => VersionsAsync(false, cancellation);

    public async Task<IReadOnlySet<Guid>> WithVectorAsync(CancellationToken cancellation) =>
        dimensions is null ? new HashSet<Guid>() : (await VersionsAsync(true, cancellation)).Keys.ToHashSet();

    public async Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation)
    {
        var wanted = tokens.Distinct().ToList();
        var answer = await GuardAsync(() => connection.ReadAsync(
            $"{_alias}/_termvectors", ElasticQueries.Statistics(wanted.Count > 0 ? wanted : [AnyToken]), cancellation));
        var field = answer.GetProperty("term_vectors").GetProperty(ElasticMapping.MemberText);
        var all = field.GetProperty("field_statistics");
        var documents = Math.Max(0, all.GetProperty("doc_count").GetInt32());
        var terms = field.GetProperty("terms");
        return new TokenStatistics(
            Math.Max(1, documents),
            wanted.ToDictionary(t => t, t => terms.TryGetProperty(t, out var term) && term.TryGetProperty("doc_freq", out var count) ? count.GetInt32() : 0))
        {
            AverageLength = documents > 0 ? (double)all.GetProperty("sum_ttf").GetInt64() / documents : 0,
        };
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

    private static Guid IdOf(JsonElement hit) => Guid.ParseExact(Value(hit, ElasticMapping.Id).GetString()!, "N");

    private static JsonElement Value(JsonElement hit, string field) => hit.GetProperty("fields").GetProperty(field)[0];

    private static double ScoreOf(JsonElement hit) =>
        hit.GetProperty("_score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : 0;

    private static IReadOnlyDictionary<string, int> Counts(JsonElement facet) => facet.GetProperty("buckets").EnumerateArray()
        .ToDictionary(b => b.GetProperty("key").ToString(), b => b.GetProperty("doc_count").GetInt32());

    private async Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(bool withVector, CancellationToken cancellation)
    {
        // By id, each page after the last one's: ids are unique and never change, so no document is missed or read twice,
        // and the cluster keeps nothing between the pages.
        var versions = new Dictionary<Guid, long>();
        var last = "";
        while (true)
        {
            var answer = await GuardAsync(() => connection.ReadAsync(
                $"{_alias}/_search?{SearchOptions}", ElasticQueries.Page(last, VersionsPage, withVector), cancellation));
            var count = 0;
            foreach (var hit in answer.GetProperty("hits").GetProperty("hits").EnumerateArray())
            {
                last = Value(hit, ElasticMapping.Id).GetString()!;
                versions[IdOf(hit)] = Value(hit, ElasticMapping.Version).GetInt64();
                count++;
            }

            if (count < VersionsPage)
            {
                return versions;
            }
        }
    }

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
