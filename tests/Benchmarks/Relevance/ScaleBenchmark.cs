using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Data;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Embedding;
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
/// the embedded engine and, with TEST_ELASTICSEARCH, on Elasticsearch. With TEST_MODEL the semantic signal takes part: the
/// vectors are those of the abstracts that the sentences come from, each whole text's shifted a little so that no two are
/// the same. Speed only: generated texts say nothing of quality.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Batch = 2_000;
    private const int LatentDimensions = 200;
    private const int LatentSample = 20_000;
    private const int EventNeeds = 1_000;
    private const int EmbeddedSample = 300;
    private const int WarmUp = 10;
    private const int Asked = 200;

    public static async Task RunAsync()
    {
        var root = Inputs.Root;
        var size = int.Parse(Environment.GetEnvironmentVariable("SCALE") ?? "450000", CultureInfo.InvariantCulture);
        var sets = new Yardsticks(root);
        var lexicon = TermLexicon.Load();
        using var semantics = Inputs.Model(lexicon);
        var vectors = semantics is null ? null : Embed(semantics, root);
        var abstracts = Yardsticks.Rows(Path.Combine(root, "csl", "docs.jsonl"), RecordKind.Need, "title", "abstract");
        List<SearchDocument> ofEvent = [.. sets.Needs("auto", RecordKind.Achievement, false).Queries, .. sets.Needs("chem", RecordKind.Achievement, false).Queries, .. abstracts.SkipLast(WarmUp)];
        List<SearchDocument> needs = [.. abstracts.TakeLast(WarmUp), .. ofEvent.Take(Asked)];
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
                await StoreAsync(db, root, size, vectors, semantics?.Fingerprint);
            }

            var latent = await TrainAsync(db);
            var translation = new TranslationModel(lexicon);
            Ranker RankerOver(ISearchIndex index) => new(index, new RankedTextStore(db), translation, () => latent, semantics, semantics is null ? new Blend { Sentence = 0, Late = 0 } : new Blend());
            await using (var lucene = new LuceneIndex(Path.Combine(folder, "index"), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
            {
                await MeasureAsync("lucene", lucene, RankerOver(lucene), Documents(root, size, vectors), size, needs);
                await AllAgainstAllAsync(RankerOver(lucene), [.. ofEvent.Take(EventNeeds)]);
            }

            if (Inputs.Elasticsearch is { } url)
            {
                using var engine = new ElasticEngine(new ElasticSettings([url], "scale"), new IndexFormat(semantics?.Dimensions, semantics?.Fingerprint), TimeProvider.System);
                var index = await engine.CreateAsync(CancellationToken.None);
                await MeasureAsync("elasticsearch", index, RankerOver(index), Documents(root, size, vectors), size, needs);
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
    private static IEnumerable<SearchDocument> Documents(string root, int size, IReadOnlyList<TextEmbedding>? vectors)
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
                Vector = vectors is null ? null : Shifted(vectors[i % vectors.Count], i),
            };
        }
    }

    private static IReadOnlyList<TextEmbedding> Embed(SemanticModel model, string root)
    {
        var texts = Yardsticks.Rows(Path.Combine(root, "csl", "docs.jsonl"), RecordKind.Achievement, "title", "abstract").Select(d => d.MatchedText()).ToList();
        var start = Stopwatch.GetTimestamp();
        texts.Take(EmbeddedSample).ToList().ForEach(t => model.Embed(t));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"texts of {texts.Take(EmbeddedSample).Average(t => t.Length):0} characters embedded: {EmbeddedSample / Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} a second"));
        var embeddings = new CachedEmbeddings(model);
        return [.. texts.Select(embeddings.Of).OfType<TextEmbedding>()];
    }

    private static float[] Shifted(TextEmbedding embedding, int seed)
    {
        var random = new Random(seed);
        return LatentModel.Unit([.. TextEmbedding.Restore(embedding.Sentence).Select(v => v + ((random.NextSingle() - 0.5f) / 20))]);
    }

    private static async Task StoreAsync(SearchDbContext db, string root, int size, IReadOnlyList<TextEmbedding>? vectors, string? model)
    {
        var start = Stopwatch.GetTimestamp();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        long bytes = 0;
        foreach (var batch in Documents(root, size, vectors: null).Index().Chunk(Batch))
        {
            using var transaction = connection.BeginTransaction();
            using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = vectors is null
                ? "INSERT INTO texts (Id, Bag) VALUES ($id, $bag)"
                : "INSERT INTO texts (Id, Bag, Sentence, SentenceModel) VALUES ($id, $bag, $sentence, $model); INSERT INTO token_vectors (Id, Embedding) VALUES ($id, $embedding)";
            var (id, bag) = (insert.Parameters.Add("$id", SqliteType.Text), insert.Parameters.Add("$bag", SqliteType.Blob));
            var (sentence, embedding) = (insert.Parameters.Add("$sentence", SqliteType.Blob), insert.Parameters.Add("$embedding", SqliteType.Blob));
            insert.Parameters.AddWithValue("$model", model ?? (object)DBNull.Value);
            foreach (var (place, document) in batch)
            {
                var vector = vectors?[place % vectors.Count];
                (id.Value, bag.Value) = (document.Id.ToString().ToUpperInvariant(), TokenBag.Of(document.MatchedText()).ToBytes());
                sentence.Value = vector is null ? DBNull.Value : MemoryMarshal.AsBytes(vector.Sentence).ToArray();
                embedding.Value = vector?.ToBytes() ?? (object)DBNull.Value;
                bytes += ((byte[])bag.Value).Length + (vector is null ? 0 : vector.Sentence.Length + vector.ToBytes().Length);
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
        string name, ISearchIndex index, Ranker ranker, IEnumerable<SearchDocument> documents, int size, IReadOnlyList<SearchDocument> needs)
    {
        var start = Stopwatch.GetTimestamp();
        if ((await index.StatisticsAsync([], CancellationToken.None)).Documents < size)
        {
            foreach (var batch in documents.Chunk(Batch))
            {
                await index.ApplyAsync(batch, CancellationToken.None);
            }
        }

        await index.RefreshAsync(CancellationToken.None);
        Console.WriteLine($"### {name}: {size} documents indexed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s ({size / Stopwatch.GetElapsedTime(start).TotalSeconds:0} a second), memory {Environment.WorkingSet >> 20} MiB");
        var filter = new IndexQuery([], Disclosure.L1, [RecordKind.Achievement], 0, 20);
        List<double> plain = [], ours = [];
        foreach (var need in needs)
        {
            start = Stopwatch.GetTimestamp();
            await index.SearchAsync(filter with { Tokens = QueryTokens.Of(need) }, CancellationToken.None);
            plain.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await ranker.RankAsync(need, filter, CancellationToken.None);
            ours.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Report("plain BM25, top 20", [.. plain.Skip(WarmUp)]);
        Report("ours, top 20", [.. ours.Skip(WarmUp)]);
        var ratios = ours.Skip(WarmUp).Zip(plain.Skip(WarmUp), (o, p) => o / p).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours over plain, pair by pair: median {ratios.Percentile(0.5):0.00}"));
    }

    private static async Task AllAgainstAllAsync(Ranker ranker, IReadOnlyList<SearchDocument> needs)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var need in needs)
        {
            await ranker.RankAsync(need, new IndexQuery([], Disclosure.L1, [RecordKind.Achievement], 0, 20), CancellationToken.None);
        }

        Console.WriteLine($"{needs.Count} needs against all in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, one after the other");
    }

    private static void Report(string what, IReadOnlyCollection<double> times) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-20} p50 {times.Percentile(0.5):0.0} ms  p99 {times.Percentile(0.99):0.0} ms  ({times.Count} needs)"));
}
