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
/// Every yardstick on one configuration: plain BM25, ours with each signal on and off, and paired significance against
/// plain BM25. Needs TEST_DATA; with TEST_MODEL (a model folder) the semantic signal is measured too.
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
        Func<Yardstick>[] all =
        [
            () => sets.Needs("auto", RecordKind.Achievement, distractors: true),
            () => sets.Needs("chem", RecordKind.Achievement, distractors: true),
            () => sets.Needs("auto", RecordKind.Expert, distractors: false),
            () => sets.Needs("chem", RecordKind.Expert, distractors: false),
            () => sets.Csl(4, "dev"), () => sets.Csl(5, "dev"), () => sets.Csl(3, "dev"),
            () => sets.Csl(4, "test"), () => sets.Csl(5, "test"), () => sets.Csl(3, "test"),
            () => sets.English("scifact", "nDCG@10", "BM25 .685, bar .70"),
            () => sets.English("cranfield", "MAP", "BM25 .411, bar .453"),
            () => sets.English("cisi", "MAP", "BM25 .207, LSA .225"),
        ];
        foreach (var load in all)
        {
            var set = load();
            if (only is null || only.Any(o => set.Name.Contains(o, StringComparison.Ordinal)))
            {
                await RunAsync(set, translation, semantics);
            }
        }
    }

    private static async Task RunAsync(Yardstick set, TranslationModel translation, SemanticModel? semantics)
    {
        await using var bench = await Bench.OpenAsync(set.Documents, translation, semantics);
        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        List<(string Query, IReadOnlyList<string> Order)> plain = [];
        foreach (var query in set.Queries)
        {
            var page = await bench.Index.SearchAsync(new IndexQuery(QueryTokens.Of(query), Disclosure.L1, [bench.Kind], 0, 200), CancellationToken.None);
            plain.Add((query.Number, [.. page.Hits.Select(h => keys[h.Id])]));
        }

        Console.WriteLine($"### {set.Name}: {set.Queries.Count} queries, {set.Documents.Count} documents, {set.Measure} ({set.Published})");
        var baseline = plain.Select(r => Measure(set, r.Query, r.Order)).ToList();
        Report("plain BM25", baseline, baseline, plain.Average(r => Recall(set, r.Query, r.Order)));
        var full = new Blend();
        var off = full with { Sentence = 0, Late = 0 };
        List<(string Name, Blend Blend)> blends =
        [
            ("words alone", off with { Translation = 0, Latent = 0 }),
            ("words + lexicon", off with { Latent = 0 }),
            ("words + latent", off with { Translation = 0 }),
            ("ours without model", off),
        ];
        if (semantics is not null)
        {
            blends.AddRange(
            [
                ("words + sentence", full with { Translation = 0, Latent = 0, Late = 0 }),
                ("words + late interaction", full with { Translation = 0, Latent = 0, Sentence = 0 }),
                ("ours without lexicon", full with { Translation = 0 }),
                ("ours without latent", full with { Latent = 0 }),
                ("ours without sentence", full with { Sentence = 0 }),
                ("ours without late interaction", full with { Late = 0 }),
                ("ours", full),
            ]);
        }

        var some = Environment.GetEnvironmentVariable("BLENDS")?.Split(',');
        foreach (var (name, blend) in blends.Where(b => some is null || some.Contains(b.Name)))
        {
            List<(string Query, IReadOnlyList<string> Order)> orders = [];
            foreach (var query in set.Queries)
            {
                orders.Add((query.Number, [.. (await bench.RankAsync(query, blend)).Select(r => keys[r.Id])]));
            }

            Report(name, [.. orders.Select(o => Measure(set, o.Query, o.Order))], baseline, orders.Average(o => Recall(set, o.Query, o.Order)));
        }
    }

    private static void Report(string name, IReadOnlyList<double> values, IReadOnlyList<double> baseline, double recall)
    {
        var p = Significance.PairedRandomization(values, baseline);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-32} {values.Average():0.0000}  Recall@50 {recall:0.0000}  against BM25 {values.Average() - baseline.Average():+0.0000;-0.0000}  p {p:0.000}"));
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
