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
/// one at a time until none improves, and reported on the other; both ways, with and without a model.
/// </summary>
internal static class TransferBenchmark
{
    private const int Rounds = 2;
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
                var blend = await TuneAsync(here, seen, model is not null);
                var figures = new[]
                {
                    await MeasureAsync(here, seen, blend), await MeasureAsync(here, seen, new Blend()),
                    await MeasureAsync(there, unseen, blend), await MeasureAsync(there, unseen, new Blend()),
                };
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"tuned on {tuned}{(model is null ? ", no model" : ", model"),-10} {figures[0]:0.0000} (as shipped {figures[1]:0.0000}); reported on {reported} {figures[2]:0.0000} (as shipped {figures[3]:0.0000}); {blend}"));
            }
        }
    }

    private static async Task<Blend> TuneAsync(Bench bench, Yardstick set, bool model)
    {
        // From the untuned blend: every signal counts as much as the words.
        var best = new Blend { Translation = 1, Latent = 1, Sentence = model ? 1 : 0, Late = model ? 1 : 0 };
        var value = await MeasureAsync(bench, set, best);
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
                    if (tried != best && await MeasureAsync(bench, set, tried) is var measured && measured > value)
                    {
                        (best, value) = (tried, measured);
                    }
                }
            }
        }

        return best;
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
