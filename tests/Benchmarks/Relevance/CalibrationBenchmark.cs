using System.Globalization;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// Fits the chance that a proposed partner is useful, prints the weights for <see cref="Calibration"/>, and checks them on
/// the domain that was left out: reliability by tenths, Brier score, expected calibration error, and how often a need
/// without any useful partner in the base is given hope (needs of one domain against the other's achievements).
/// </summary>
internal static class CalibrationBenchmark
{
    private const int Shown = 30;
    private const int Useful = 2;

    public static async Task RunAsync()
    {
        var sets = new Yardsticks(Inputs.Root);
        var lexicon = TermLexicon.Load();
        await RunAsync(sets, new TranslationModel(lexicon), null);
        using var semantics = Inputs.Model(lexicon);
        if (semantics is not null)
        {
            await RunAsync(sets, new TranslationModel(lexicon), semantics);
        }
    }

    private static async Task RunAsync(Yardsticks sets, TranslationModel translation, SemanticModel? semantics)
    {
        Console.WriteLine(semantics is null ? "### without a model" : "### with a model");
        var (auto, chem) = (await SampleAsync(sets, "auto", translation, semantics), await SampleAsync(sets, "chem", translation, semantics));
        foreach (var (name, train, test) in new[] { ("fitted on auto, checked on chem", auto, chem), ("fitted on chem, checked on auto", chem, auto) })
        {
            var weights = Fit(train);
            Report(name, [.. test.Select(p => (Chance(weights, p.Features), p.Useful))]);
        }

        var both = Fit([.. auto, .. chem]);
        Console.WriteLine("weights from both: " + string.Join(", ", both.Select(w => w.ToString("0.00", CultureInfo.InvariantCulture))));
        await ReportHopeAsync(sets, translation, semantics, both, distractors: true);
        await ReportHopeAsync(sets, translation, semantics, both, distractors: false);
    }

    private static async Task<List<Pair>> SampleAsync(Yardsticks sets, string domain, TranslationModel translation, SemanticModel? semantics)
    {
        List<Pair> pairs = [];
        foreach (var (kind, distractors) in new[] { (RecordKind.Achievement, true), (RecordKind.Achievement, false), (RecordKind.Expert, false) })
        {
            var set = sets.Needs(domain, kind, distractors);
            var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
            await using var bench = await Bench.OpenAsync(set.Documents, translation, semantics);
            foreach (var query in set.Queries.Where(q => set.Judgements.ContainsKey(q.Number)))
            {
                pairs.AddRange((await bench.RankAsync(query)).Take(Shown).Select(r => new Pair(
                    Calibration.Features(r.Signals), set.Judgements[query.Number].GetValueOrDefault(keys[r.Id]) >= Useful)));
            }
        }

        return pairs;
    }

    // Logistic regression by gradient ascent with a little shrinkage; evidence may not count against a partner.
    private static double[] Fit(List<Pair> pairs)
    {
        const double Shrinkage = 1e-4;
        var weights = new double[pairs[0].Features.Length];
        var scales = Enumerable.Range(0, weights.Length).Select(i => Math.Max(1e-6, Math.Sqrt(pairs.Average(p => p.Features[i] * p.Features[i])))).ToArray();
        for (var step = 0; step < 20_000; step++)
        {
            var gradient = new double[weights.Length];
            foreach (var pair in pairs)
            {
                var error = (pair.Useful ? 1 : 0) - Chance(weights, pair.Features);
                for (var i = 0; i < weights.Length; i++)
                {
                    gradient[i] += error * pair.Features[i];
                }
            }

            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] += 1.0 / (scales[i] * scales[i]) * ((gradient[i] / pairs.Count) - (Shrinkage * weights[i] * scales[i] * scales[i]));
                weights[i] = i == 0 ? weights[i] : Math.Max(0, weights[i]);
            }
        }

        return weights;
    }

    private static double Chance(double[] weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * features[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    private static void Report(string name, IReadOnlyList<(double Chance, bool Useful)> checks)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {checks.Count} pairs, {checks.Count(c => c.Useful)} useful, Brier {checks.Average(c => Math.Pow(c.Chance - (c.Useful ? 1 : 0), 2)):0.000}"));
        var error = 0.0;
        foreach (var bin in checks.GroupBy(c => Math.Min(9, (int)(c.Chance * 10))).OrderBy(b => b.Key))
        {
            var (said, was) = (bin.Average(c => c.Chance), bin.Average(c => c.Useful ? 1.0 : 0));
            error += bin.Count() * Math.Abs(said - was) / checks.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  said {said:0.00}  was {was:0.00}  ({bin.Count()})"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  expected calibration error {error:0.000}"));
    }

    private static async Task ReportHopeAsync(Yardsticks sets, TranslationModel translation, SemanticModel? semantics, double[] weights, bool distractors)
    {
        List<double> hopeless = [], hopeful = [];
        foreach (var (domain, other) in new[] { ("auto", "chem"), ("chem", "auto") })
        {
            var (own, foreign) = (sets.Needs(domain, RecordKind.Achievement, distractors), sets.Needs(other, RecordKind.Achievement, distractors));
            await using var with = await Bench.OpenAsync(own.Documents, translation, semantics);
            await using var without = await Bench.OpenAsync(foreign.Documents, translation, semantics);
            foreach (var query in own.Queries)
            {
                hopeful.Add(Best(await with.RankAsync(query)));
                hopeless.Add(Best(await without.RankAsync(query)));
            }
        }

        Console.WriteLine(distractors ? "in a base of thousands" : "in a base of a hundred");
        foreach (var threshold in new[] { 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4 })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  threshold {threshold:0.00}: false hope {hopeless.Count(c => c >= threshold)} of {hopeless.Count}, something shown where there is something {hopeful.Count(c => c >= threshold)} of {hopeful.Count}"));
        }

        double Best(IReadOnlyList<RankedCandidate> ranked) => ranked.Take(10).Select(r => Chance(weights, Calibration.Features(r.Signals))).DefaultIfEmpty(0).Max();
    }

    private sealed record Pair(double[] Features, bool Useful);
}
