using System.Diagnostics;
using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Lucene;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Batch;

/// <summary>
/// <c>rank --collection DIR --engine lucene|elasticsearch [--kind achievement|expert] [--top 100] --out FILE</c>: ranks a collection's
/// providers for each of its needs with the service's own code and writes a TREC run; with judgements it prints measures.
/// </summary>
internal static class RankCommand
{
    private const string Tag = "matchmaking";
    private const int LatentDimensions = 200;

    /// <returns>0, or 2 for bad input, in which case nothing was written.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var (options, fault) = RankOptions.Parse(args);
        if (fault is not null)
        {
            await output.WriteLineAsync(fault);
            return 2;
        }

        var collection = JudgedCollection.Read(options!.Collection);
        if (collection.Faults.Count > 0)
        {
            foreach (var line in collection.Faults)
            {
                await output.WriteLineAsync(line);
            }

            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("rank-").FullName;
        try
        {
            var providers = collection.Providers.Where(p => p.Document.Kind == options.Kind).ToList();
            var lexicon = TermLexicon.Load(options.Lexicon);
            using var semantics = options.Model is { } model ? new SemanticModel(SentenceEncoder.Open(model, Environment.ProcessorCount), lexicon) : null;
            var (texts, documents) = await PrepareAsync(providers, semantics, output);
            using var elastic = options.Elastic is { } settings
                ? new ElasticEngine(settings, semantics is null ? new() : new(semantics.Dimensions, semantics.Fingerprint), TimeProvider.System)
                : null;
            await using var index = elastic is null
                ? new LuceneIndex(folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)
                : await elastic.CreateAsync(CancellationToken.None);
            await using var own = new OwnIndex(elastic, index);
            await index.ApplyAsync(documents, CancellationToken.None);
            await index.RefreshAsync(CancellationToken.None);
            var latent = LatentModel.Train(texts.Bags, LatentDimensions);
            var ranker = new Ranker(index, texts, new TranslationModel(lexicon), () => latent, semantics, new Blend());
            var keys = providers.ToDictionary(p => p.Document.Id, p => p.Key);
            var (rankings, times) = await RankAsync(ranker, collection, keys, options, output);
            var temporary = options.Out + ".part";
            await File.WriteAllLinesAsync(temporary, rankings.SelectMany(r => r.Hits.Select((h, i) => string.Create(
                CultureInfo.InvariantCulture, $"{r.Need} Q0 {h.Key} {i + 1} {h.Score:0.######} {Tag}"))));
            File.Move(temporary, options.Out, overwrite: true);
            Report(collection, rankings, times, output, keys.Values.ToHashSet());
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or SearchUnavailableException)
        {
            // A lexicon or a model that is no good, or an engine that is away.
            await output.WriteLineAsync(exception.Message);
            return 2;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(MemoryTexts Texts, List<SearchDocument> Documents)> PrepareAsync(
        List<(string Key, SearchDocument Document)> providers, SemanticModel? semantics, TextWriter output)
    {
        var texts = new MemoryTexts();
        List<SearchDocument> documents = [];
        var progress = new Progress(output, "documents", providers.Count);
        foreach (var (_, document) in providers)
        {
            var text = document.MatchedText();
            var embedding = semantics?.Embed(text);
            texts.Add(document.Id, TokenBag.Of(text), embedding);
            documents.Add(document with { Vector = embedding is null ? null : TextEmbedding.Restore(embedding.Sentence) });
            await progress.SayAsync(documents.Count);
        }

        return (texts, documents);
    }

    private static async Task<(List<Ranking> Rankings, List<double> Times)> RankAsync(
        Ranker ranker, JudgedCollection collection, Dictionary<Guid, string> keys, RankOptions options, TextWriter output)
    {
        List<Ranking> rankings = [];
        List<double> times = [];
        var progress = new Progress(output, "needs", collection.Needs.Count);
        foreach (var (need, document) in collection.Needs)
        {
            var start = Stopwatch.GetTimestamp();
            var ranked = await ranker.RankAsync(document, new IndexQuery([], Disclosure.L1, [options.Kind], 0, 0), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            rankings.Add(new(need, [.. ranked.Take(options.Top).Select(r => (keys[r.Id], r.Score))]));
            await progress.SayAsync(rankings.Count);
        }

        return (rankings, times);
    }

    private static void Report(
        JudgedCollection collection, List<Ranking> rankings, List<double> times, TextWriter output, HashSet<string> known)
    {
        times.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"needs {rankings.Count}  documents {known.Count}  time per query ms p50 {Percentile(times, 0.5):0.00} p99 {Percentile(times, 0.99):0.00}"));
        if (collection.Judgements.Count == 0)
        {
            return;
        }

        var judged = rankings
            .Select(r => (Ranking: (IReadOnlyList<string>)[.. r.Hits.Select(h => h.Key)],
                Grades: collection.Judgements.GetValueOrDefault(r.Need, []).Where(g => known.Contains(g.Key)).ToDictionary()))
            .Where(r => r.Grades.Values.Any(g => g > 0))
            .ToList();
        if (judged.Count == 0)
        {
            output.WriteLine("judged 0: no need has a relevant document in the collection");
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"judged {judged.Count}  nDCG@10 {judged.Average(r => RankingMeasures.Ndcg(r.Ranking, r.Grades, 10)):0.0000}  " +
            $"Recall@50 {judged.Average(r => RankingMeasures.Recall(r.Ranking, r.Grades, 50)):0.0000}  " +
            $"MRR@10 {judged.Average(r => RankingMeasures.ReciprocalRank(r.Ranking, r.Grades, 10)):0.0000}"));
    }

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1 < 0 ? 0 : (int)Math.Ceiling(share * sorted.Count) - 1)];

    private sealed record Ranking(string Need, IReadOnlyList<(string Key, double Score)> Hits);

    // Leaves nothing behind in a cluster that others use.
    private sealed class OwnIndex(ElasticEngine? engine, IEngineIndex index) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (engine is not null)
            {
                await engine.DeleteAsync(index, CancellationToken.None);
            }
        }
    }

    // A line a second, where it takes longer.
    private sealed class Progress(TextWriter output, string what, int all)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public async Task SayAsync(int done)
        {
            if (_clock.Elapsed > TimeSpan.FromSeconds(1))
            {
                _clock.Restart();
                await output.WriteLineAsync($"{done} / {all} {what}");
            }
        }
    }
}

/// <summary>Options of the command.</summary>
/// <param name="Elastic">The cluster to rank on, or null for the embedded engine.</param>
/// <param name="Model">Folder of an embedding model (as Search:Embedding:Path), or null.</param>
/// <param name="Lexicon">Folder of further lexicon files (as Search:Lexicon:Path), or null.</param>
internal sealed record RankOptions(string Collection, RecordKind Kind, int Top, string Out, ElasticSettings? Elastic, string? Model, string? Lexicon)
{
    /// <returns>The options, or what is wrong.</returns>
    public static (RankOptions? Options, string? Fault) Parse(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                return (null, $"rank: '{args[i]}' is not an option with a value");
            }

            values[args[i][2..]] = args[i + 1];
        }

        if (values.Keys.FirstOrDefault(k => k is not ("collection" or "engine" or "kind" or "top" or "out")) is { } unknown)
        {
            return (null, $"rank: there is no option --{unknown}");
        }

        if (!values.TryGetValue("collection", out var collection) || !Directory.Exists(collection))
        {
            return (null, "rank: --collection must name a folder with needs.jsonl");
        }

        // As the service, which reads the same settings from the same place.
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        ElasticSettings? elastic = null;
        switch (values.GetValueOrDefault("engine", "lucene"))
        {
            case "lucene":
                break;
            case ElasticEngine.EngineName:
                try
                {
                    elastic = ElasticSettings.From(settings) with { Index = $"rank-{Guid.NewGuid():N}", Timeout = ElasticSettings.Patient };
                }
                catch (InvalidOperationException exception)
                {
                    return (null, $"rank: {exception.Message} Set it in the environment, for example Search__Elasticsearch__Url.");
                }

                break;
            default:
                return (null, $"rank: --engine '{values["engine"]}' must be lucene or elasticsearch");
        }

        if (!values.TryGetValue("out", out var file))
        {
            return (null, "rank: --out must name the file to write");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            return (null, $"rank: --out '{file}' lies in a folder that does not exist");
        }

        var kind = values.GetValueOrDefault("kind", "achievement");
        if (kind is not ("achievement" or "expert"))
        {
            return (null, $"rank: --kind '{kind}' must be achievement or expert");
        }

        return int.TryParse(values.GetValueOrDefault("top", "100"), out var top) && top is >= 1 and <= 10_000
            ? (new(
                collection, kind == "expert" ? RecordKind.Expert : RecordKind.Achievement, top, file, elastic,
                settings["Search:Embedding:Path"], settings["Search:Lexicon:Path"]), null)
            : (null, $"rank: --top '{values["top"]}' must be a number from 1 to 10000");
    }
}
