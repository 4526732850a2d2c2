using System.Diagnostics;
using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Data;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Lucene;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// Ranking at provincial size: SCALE achievements (default 450,000) of sentences drawn from the texts at hand, the
/// ranker's texts in a SQLite file as in the product. Need → top 20 by plain BM25 over all words and by ours, in turn, on
/// the embedded engine and, with TEST_ELASTICSEARCH, on Elasticsearch. Speed only: generated texts say nothing of quality.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Batch = 2_000;
    private const int LatentDimensions = 200;
    private const int LatentSample = 20_000;
    private const int EventNeeds = 1_000;

    public static async Task RunAsync()
    {
        var root = Inputs.Root;
        var size = int.Parse(Environment.GetEnvironmentVariable("SCALE") ?? "450000", CultureInfo.InvariantCulture);
        var sets = new Yardsticks(root);
        List<SearchDocument> needs = [.. sets.Needs("auto", RecordKind.Achievement, false).Queries, .. sets.Needs("chem", RecordKind.Achievement, false).Queries,
            .. Yardsticks.Rows(Path.Combine(root, "csl", "docs.jsonl"), RecordKind.Need, "title", "abstract").Take(160)];
        // Kept where SCALE_FOLDER names one, and used again: building takes several times as long as measuring.
        var kept = Environment.GetEnvironmentVariable("SCALE_FOLDER");
        var folder = kept ?? Directory.CreateTempSubdirectory("scale-").FullName;
        Directory.CreateDirectory(folder);
        try
        {
            var options = new DbContextOptionsBuilder<SqliteSearchDbContext>().UseSqlite($"Data Source={Path.Combine(folder, "search.db")};Foreign Keys=False").Options;
            await using var db = new SqliteSearchDbContext(options);
            await db.Database.EnsureCreatedAsync();
            if (!await db.Texts.AnyAsync())
            {
                await StoreAsync(db, root, size);
            }

            var latent = await TrainAsync(db);
            await using (var lucene = new LuceneIndex(Path.Combine(folder, "index"), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
            {
                await MeasureAsync("lucene", lucene, db, latent, root, size, needs);
                await AllAgainstAllAsync(lucene, db, latent, needs);
            }

            if (Environment.GetEnvironmentVariable("TEST_ELASTICSEARCH") is { Length: > 0 } url)
            {
                using var engine = new ElasticEngine(new ElasticSettings([new Uri(url.TrimEnd('/') + "/")], "scale"), new IndexFormat(), TimeProvider.System);
                var index = await engine.CreateAsync(CancellationToken.None);
                await MeasureAsync("elasticsearch", index, db, latent, root, size, needs);
                await engine.DeleteAsync(index, CancellationToken.None);
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // The same documents in the same order every time: nothing of them is kept in memory.
    private static IEnumerable<SearchDocument> Documents(string root, int size)
    {
        var random = new Random(7);
        var sources = Yardsticks.Rows(Path.Combine(root, "csl", "docs.jsonl"), RecordKind.Achievement, "title", "abstract");
        var titles = sources.Select(s => s.Title).ToArray();
        var sentences = sources.SelectMany(s => s.Texts[^1].Text.Split(['。', ';', '；'], StringSplitOptions.RemoveEmptyEntries)).Where(s => s.Length > 10).ToArray();
        for (var i = 0; i < size; i++)
        {
            var text = string.Join('。', Enumerable.Range(0, random.Next(3, 7)).Select(_ => sentences[random.Next(sentences.Length)]));
            yield return Yardsticks.Document(RecordKind.Achievement, $"s{i}", [("title", titles[random.Next(titles.Length)]), ("abstract", text)]) with
            {
                Id = new Guid(i, 0, 0, new byte[8]),
            };
        }
    }

    private static async Task StoreAsync(SearchDbContext db, string root, int size)
    {
        var start = Stopwatch.GetTimestamp();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        long bytes = 0;
        foreach (var batch in Documents(root, size).Chunk(Batch))
        {
            using var transaction = connection.BeginTransaction();
            using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "INSERT INTO texts (Id, Bag) VALUES ($id, $bag)";
            var (id, bag) = (insert.Parameters.Add("$id", SqliteType.Text), insert.Parameters.Add("$bag", SqliteType.Blob));
            foreach (var document in batch)
            {
                (id.Value, bag.Value) = (document.Id.ToString().ToUpperInvariant(), TokenBag.Of(document.MatchedText()).ToBytes());
                bytes += ((byte[])bag.Value).Length;
                await insert.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }

        Console.WriteLine($"{size} texts stored in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, {bytes / size} bytes each");
    }

    private static async Task<LatentModel> TrainAsync(SearchDbContext db)
    {
        var bags = await db.Texts.AsNoTracking().OrderBy(t => t.Id).Take(LatentSample).Select(t => t.Bag).ToListAsync();
        var start = Stopwatch.GetTimestamp();
        var latent = LatentModel.Train([.. bags.Select(b => TokenBag.FromBytes(b))], LatentDimensions);
        Console.WriteLine($"latent semantics of {bags.Count} texts, {latent.Vocabulary} words, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return latent;
    }

    private static async Task MeasureAsync(
        string name, ISearchIndex index, SearchDbContext db, LatentModel latent, string root, int size, IReadOnlyList<SearchDocument> needs)
    {
        var start = Stopwatch.GetTimestamp();
        if ((await index.StatisticsAsync([], CancellationToken.None)).Documents < size)
        {
            foreach (var batch in Documents(root, size).Chunk(Batch))
            {
                await index.ApplyAsync(batch, CancellationToken.None);
            }
        }

        await index.RefreshAsync(CancellationToken.None);
        Console.WriteLine($"### {name}: {size} documents indexed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s ({size / Stopwatch.GetElapsedTime(start).TotalSeconds:0} a second), memory {Environment.WorkingSet >> 20} MiB");
        var ranker = RankerOver(index, db, latent);
        var filter = new IndexQuery([], Disclosure.L1, [RecordKind.Achievement], 0, 20);
        List<double> plain = [], ours = [];
        foreach (var need in needs.Take(10).Concat(needs))
        {
            start = Stopwatch.GetTimestamp();
            await index.SearchAsync(filter with { Tokens = QueryTokens.Of(need) }, CancellationToken.None);
            plain.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await ranker.RankAsync(need, filter, CancellationToken.None);
            ours.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Report("plain BM25, top 20", [.. plain.Skip(10)]);
        Report("ours, top 20", [.. ours.Skip(10)]);
        var ratios = ours.Skip(10).Zip(plain.Skip(10), (o, p) => o / p).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours over plain, pair by pair: median {ratios.Percentile(0.5):0.00}"));
    }

    private static async Task AllAgainstAllAsync(ISearchIndex index, SearchDbContext db, LatentModel latent, IReadOnlyList<SearchDocument> needs)
    {
        var ranker = RankerOver(index, db, latent);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < EventNeeds; i++)
        {
            await ranker.RankAsync(needs[i % needs.Count], new IndexQuery([], Disclosure.L1, [RecordKind.Achievement], 0, 20), CancellationToken.None);
        }

        Console.WriteLine($"{EventNeeds} needs against all in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, one after the other");
    }

    private static Ranker RankerOver(ISearchIndex index, SearchDbContext db, LatentModel latent) =>
        new(index, new RankedTextStore(db), new TranslationModel(TermLexicon.Load()), () => latent, null, new Blend());

    private static void Report(string what, IReadOnlyCollection<double> times) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-20} p50 {times.Percentile(0.5):0.0} ms  p99 {times.Percentile(0.99):0.0} ms  ({times.Count} needs)"));
}
