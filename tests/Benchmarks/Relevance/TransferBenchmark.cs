using System.Globalization;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// What tuning is worth on a domain that it never saw: the weights are tuned on one domain's needs, by going through them
/// one at a time, and reported on the other; both ways, with and without a model. Twenty needs are few, and each signal's
/// noise fits some of them: the model's weights are tuned a second time on those needs and short queries from CSL T4's
/// development half together, half and half.
/// </summary>
internal static class TransferBenchmark
{
    private const int Rounds = 2;
    private const int ShortQueries = 150;
    private static readonly double[] Steps = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3];

    public static async Task RunAsync()
    {
        var root = Inputs.Root;
        var sets = new Yardsticks(root);
        var lexicon = TermLexicon.Load();
        var translation = new TranslationModel(lexicon);
        using var semantics = Inputs.Model(lexicon);
        foreach (var model in semantics is null ? [null] : new[] { null, semantics })
        {
            foreach (var (tuned, reported) in new[] { ("auto", "chem"), ("chem", "auto") })
            {
                var (seen, unseen) = (sets.Needs(tuned, RecordKind.Achievement, distractors: true), sets.Needs(reported, RecordKind.Achievement, distractors: true));
                await using var here = await Bench.OpenAsync(seen.Documents, translation, model);
                await using var there = await Bench.OpenAsync(unseen.Documents, translation, model);
                await ReportAsync(tuned, [(here, seen)], reported, there, unseen, model is not null);
                if (model is not null)
                {
                    var csl = sets.Csl(4, "dev");
                    csl = csl with { Queries = [.. csl.Queries.Where((_, i) => i % (csl.Queries.Count / ShortQueries) == 0)] };
                    await using var beside = await Bench.OpenAsync(csl.Documents, translation, model);
                    await ReportAsync($"{tuned} and CSL T4 dev", [(here, seen), (beside, csl)], reported, there, unseen, model: true);
                }
            }
        }
    }

    private static async Task ReportAsync(
        string tuned, IReadOnlyList<(Bench Bench, Yardstick Set)> seen, string reported, Bench there, Yardstick unseen, bool model)
    {
        var (blend, shipped) = (await TuneAsync(seen, model), model ? new Blend() : new Blend { Sentence = 0, Late = 0 });
        var target = new[] { (there, unseen) };
        double[] figures = [await MeasureAsync(seen, blend), await MeasureAsync(seen, shipped), await MeasureAsync(target, blend), await MeasureAsync(target, shipped)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"tuned on {tuned}, {(model ? "" : "no ")}model: {figures[0]:0.0000} (as shipped {figures[1]:0.0000}); reported on {reported} {figures[2]:0.0000} (as shipped {figures[3]:0.0000}); {blend}"));
    }

    private static async Task<Blend> TuneAsync(IReadOnlyList<(Bench, Yardstick)> sets, bool model)
    {
        // From the untuned blend: every signal counts as much as the words.
        var best = new Blend { Translation = 1, Latent = 1, Sentence = model ? 1 : 0, Late = model ? 1 : 0 };
        var value = await MeasureAsync(sets, best);
        List<Func<Blend, double, Blend>> weights = [(b, w) => b with { Translation = w }, (b, w) => b with { Latent = w }];
        if (model)
        {
            weights.AddRange([(b, w) => b with { Late = w }, (b, w) => b with { Sentence = w }]);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var weight in weights)
            {
                foreach (var step in Steps)
                {
                    var tried = weight(best, step);
                    if (tried != best && await MeasureAsync(sets, tried) is var measured && measured > value)
                    {
                        (best, value) = (tried, measured);
                    }
                }
            }
        }

        return best;
    }

    private static async Task<double> MeasureAsync(IReadOnlyList<(Bench Bench, Yardstick Set)> sets, Blend blend)
    {
        var mean = 0.0;
        foreach (var (bench, set) in sets)
        {
            mean += await MeasureAsync(bench, set, blend) / sets.Count;
        }

        return mean;
    }

    private static async Task<double> MeasureAsync(Bench bench, Yardstick set, Blend blend)
    {
        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        var sum = 0.0;
        foreach (var query in set.Queries)
        {
            List<string> order = [.. (await bench.RankAsync(query, blend)).Select(r => keys[r.Id])];
            sum += RankingMeasures.Ndcg(order, set.Judgements.GetValueOrDefault(query.Number) ?? new Dictionary<string, int>(), 10);
        }

        return sum / set.Queries.Count;
    }
}
