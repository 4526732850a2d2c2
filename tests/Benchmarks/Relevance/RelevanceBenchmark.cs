using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// Every yardstick on one configuration, in one Markdown table: plain BM25 and ours with each signal on and off, on the
/// embedded engine and, with TEST_ELASTICSEARCH, the whole on Elasticsearch too; what is published; paired significance
/// against the embedded plain BM25. Needs TEST_DATA; with TEST_MODEL (a model folder) the semantic signal is measured too.
/// </summary>
internal static class RelevanceBenchmark
{
    public static async Task RunAsync()
    {
        var root = Inputs.Root;
        var only = Environment.GetEnvironmentVariable("YARDSTICKS")?.Split(',');
        var sets = new Yardsticks(root);
        var lexicon = TermLexicon.Load();
        var translation = new TranslationModel(lexicon);
        using var semantics = Inputs.Model(lexicon);
        (string Group, string Name, Func<Yardstick> Load)[] all =
        [
            ("needs→achievements + CSL", "auto", () => sets.Needs("auto", RecordKind.Achievement, distractors: true)),
            ("needs→achievements + CSL", "chem", () => sets.Needs("chem", RecordKind.Achievement, distractors: true)),
            ("needs→experts", "auto", () => sets.Needs("auto", RecordKind.Expert, distractors: false)),
            ("needs→experts", "chem", () => sets.Needs("chem", RecordKind.Expert, distractors: false)),
            ("CSL T4", "dev", () => sets.Csl(4, "dev")), ("CSL T4", "test", () => sets.Csl(4, "test")),
            ("CSL T5", "dev", () => sets.Csl(5, "dev")), ("CSL T5", "test", () => sets.Csl(5, "test")),
            ("CSL T3", "dev", () => sets.Csl(3, "dev")), ("CSL T3", "test", () => sets.Csl(3, "test")),
            ("SciFact", "", () => sets.English("scifact", "nDCG@10", "BM25 .685 / bar .70 / best .747")),
            ("Cranfield", "", () => sets.English("cranfield", "MAP", "BM25 .411 / LSA and bar .453")),
            ("CISI", "", () => sets.English("cisi", "MAP", "BM25 .207 / LSA .225")),
        ];
        Console.WriteLine("| collection | ranking | figure | Recall@50 | against BM25 | p |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in all.Where(a => only is null || only.Any(o => $"{a.Group} {a.Name}".Contains(o, StringComparison.Ordinal))).GroupBy(a => a.Group))
        {
            List<Dictionary<string, Reached>> parts = [];
            foreach (var (_, name, load) in group)
            {
                var figures = await MeasureAsync(load(), translation, semantics);
                Report($"{group.Key} {name}".Trim(), figures);
                parts.Add(figures);
            }

            // Halves to tune and to report on are not put together; domains are.
            if (parts.Count > 1 && group.All(g => g.Name is "auto" or "chem"))
            {
                Report($"{group.Key}, both", parts[0].ToDictionary(p => p.Key, p => p.Value.With(parts[1][p.Key])));
            }
        }

        if (only is null || only.Any(o => ReviewerBenchmark.Name.Contains(o, StringComparison.Ordinal)))
        {
            Report(ReviewerBenchmark.Name, await ReviewerBenchmark.MeasureAsync(translation, semantics));
        }
    }

    private static async Task<Dictionary<string, Reached>> MeasureAsync(Yardstick set, TranslationModel translation, SemanticModel? semantics)
    {
        await using var bench = await Bench.OpenAsync(set.Documents, translation, semantics, Inputs.Elasticsearch);
        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        var figures = new Dictionary<string, Reached>();
        var some = Environment.GetEnvironmentVariable("BLENDS")?.Split(',');
        await AddAsync("plain BM25", q => PlainAsync(bench, bench.Index, q));
        var full = semantics is null ? new Blend { Sentence = 0, Late = 0 } : new Blend();
        foreach (var (name, blend) in Blends(semantics is not null).Append(("ours", full)))
        {
            if (some is null || some.Contains(name))
            {
                await AddAsync(name, q => OursAsync(bench, bench.Index, q, blend));
            }
        }

        if (bench.Elastic is { } elastic)
        {
            await AddAsync("plain BM25, Elasticsearch", q => PlainAsync(bench, elastic, q), "plain BM25");
            await AddAsync("ours, Elasticsearch", q => OursAsync(bench, elastic, q, full), "ours");
        }

        return figures;

        async Task AddAsync(string name, Func<SearchDocument, Task<IReadOnlyList<Guid>>> rank, string? beside = null)
        {
            List<IReadOnlyList<string>> orders = [];
            foreach (var query in set.Queries)
            {
                orders.Add([.. (await rank(query)).Select(id => keys[id])]);
            }

            var reached = new Reached(
                set.Measure, set.Published, [.. set.Queries.Zip(orders, (q, o) => Measure(set, q.Number, o))],
                [.. set.Queries.Zip(orders, (q, o) => Recall(set, q.Number, o))], orders);
            figures[name] = beside is not null && figures.TryGetValue(beside, out var other) ? reached.Beside(other) : reached;
        }
    }

    private static IEnumerable<(string Name, Blend Blend)> Blends(bool model)
    {
        var full = new Blend();
        var off = full with { Sentence = 0, Late = 0 };
        yield return ("words alone", off with { Translation = 0, Latent = 0 });
        yield return ("words + lexicon", off with { Latent = 0 });
        yield return ("words + latent", off with { Translation = 0 });
        if (model)
        {
            yield return ("ours without model", off);
            yield return ("words + sentence", full with { Translation = 0, Latent = 0, Late = 0 });
            yield return ("words + late interaction", full with { Translation = 0, Latent = 0, Sentence = 0 });
            yield return ("ours without lexicon", full with { Translation = 0 });
            yield return ("ours without latent", full with { Latent = 0 });
            yield return ("ours without sentence", full with { Sentence = 0 });
            yield return ("ours without late interaction", full with { Late = 0 });
        }
    }

    private static async Task<IReadOnlyList<Guid>> PlainAsync(Bench bench, ISearchIndex index, SearchDocument query)
    {
        var page = await index.SearchAsync(new IndexQuery(QueryTokens.Of(query), Disclosure.L1, [bench.Kind], 0, 200), CancellationToken.None);
        return [.. page.Hits.Select(h => h.Id)];
    }

    private static async Task<IReadOnlyList<Guid>> OursAsync(Bench bench, ISearchIndex index, SearchDocument query, Blend blend) =>
        [.. (await bench.RankAsync(query, blend, index)).Select(r => r.Id)];

    private static void Report(string name, Dictionary<string, Reached> all)
    {
        var plain = all["plain BM25"];
        Console.WriteLine($"| {name} | {plain.Values.Count} queries, {plain.Measure}; {plain.Published} | | | | |");
        foreach (var (system, figures) in all)
        {
            var p = Significance.PairedRandomization(figures.Values, plain.Values);
            var note = figures.Shared is { } shared ? string.Create(CultureInfo.InvariantCulture, $" (top {Reached.Shown}: {shared:0.000} the same)") : "";
            var recall = figures.Recalls.Count > 0 ? figures.Recalls.Average().ToString("0.0000", CultureInfo.InvariantCulture) : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| | {system}{note} | {figures.Values.Average():0.0000} | {recall} | {Math.Round(figures.Values.Average() - plain.Values.Average(), 4):+0.0000;-0.0000;0} | {p:0.000} |"));
        }
    }

    private static double Measure(Yardstick set, string query, IReadOnlyList<string> order)
    {
        var grades = set.Judgements.GetValueOrDefault(query) ?? new Dictionary<string, int>();
        List<string> counted = [.. order.Where(d => grades.GetValueOrDefault(d) >= 0)];
        return set.Measure == "MAP" ? RankingMeasures.AveragePrecision(counted, grades) : RankingMeasures.Ndcg(counted, grades, 10);
    }

    private static double Recall(Yardstick set, string query, IReadOnlyList<string> order) =>
        RankingMeasures.Recall(order, set.Judgements.GetValueOrDefault(query) ?? new Dictionary<string, int>(), 50);
}
