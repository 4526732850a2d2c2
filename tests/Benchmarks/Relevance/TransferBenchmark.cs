using System.Globalization;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// What tuning is worth on a domain that it never saw: the weights are tuned on one domain's needs and reported on the
/// other; both ways, with and without a model. Twenty needs are few, and the best point of a grid fits their noise: the
/// weights are the mean of its best thirtieth, which lies in the middle of the plateau. Tuned on the candidates' signals,
/// reported through the ranker itself.
/// </summary>
internal static class TransferBenchmark
{
    private const int BestPart = 30;
    private const int Depth = 10;
    private static readonly double[] Translations = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
    private static readonly double[] Latents = [0, 0.25, 0.5, 0.75, 1, 1.5, 2];
    private static readonly double[] Sentences = [0, 0.15, 0.3, 0.5, 0.75, 1];
    private static readonly double[] Lates = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

    public static async Task RunAsync()
    {
        var sets = new Yardsticks(Inputs.Root);
        var lexicon = TermLexicon.Load();
        var translation = new TranslationModel(lexicon);
        using var semantics = Inputs.Model(lexicon);
        foreach (var model in semantics is null ? [null] : new[] { null, semantics })
        {
            var mean = 0.0;
            foreach (var (tuned, reported) in new[] { ("auto", "chem"), ("chem", "auto") })
            {
                var (seen, unseen) = (sets.Needs(tuned, RecordKind.Achievement, distractors: true), sets.Needs(reported, RecordKind.Achievement, distractors: true));
                await using var here = await Bench.OpenAsync(seen.Documents, translation, model);
                await using var there = await Bench.OpenAsync(unseen.Documents, translation, model);
                var blend = await TuneAsync(here, seen, model);
                var (figure, shipped) = (await MeasureAsync(there, unseen, blend), await MeasureAsync(there, unseen, Start(model)));
                mean += figure / 2;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"tuned on {tuned}, {(model is null ? "no " : "")}model: reported on {reported} {figure:0.0000} (as shipped {shipped:0.0000}); translation {blend.Translation:0.00} latent {blend.Latent:0.00} sentence {blend.Sentence:0.00} late {blend.Late:0.00}"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(model is null ? "no " : "")}model: mean of both ways {mean:0.0000}"));
        }
    }

    private static Blend Start(SemanticModel? model) => model is null ? new Blend { Sentence = 0, Late = 0 } : new Blend();

    private static async Task<Blend> TuneAsync(Bench bench, Yardstick set, SemanticModel? model)
    {
        List<Asked> asked = [];
        foreach (var query in set.Queries)
        {
            var ranked = await bench.RankAsync(query, Start(model));
            var signals = await bench.CompareAsync([query], [.. ranked.Select(r => r.Id)]);
            asked.Add(new(query.Number, TokenBag.Of(query.MatchedText()).Words, [.. ranked.Select(r => r.Id)], [.. ranked.Select(r => signals[(query.Id, r.Id)])]));
        }

        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        var grid = (from translation in Translations
                    from latent in Latents
                    from sentence in model is null ? [0] : Sentences
                    from late in model is null ? [0] : Lates
                    select new Blend { Translation = translation, Latent = latent, Sentence = sentence, Late = late }).ToArray();
        var values = new double[grid.Length];
        Parallel.For(0, grid.Length, i => values[i] = asked.Average(q => q.Measure(grid[i], set, keys, bench.MeanWords)));
        List<Blend> best = [.. grid.Zip(values).OrderByDescending(g => g.Second).Take(Math.Max(1, grid.Length / BestPart)).Select(g => g.First)];
        return new()
        {
            Translation = best.Average(b => b.Translation),
            Latent = best.Average(b => b.Latent),
            Sentence = best.Average(b => b.Sentence),
            Late = best.Average(b => b.Late),
        };
    }

    private static async Task<double> MeasureAsync(Bench bench, Yardstick set, Blend blend)
    {
        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        var sum = 0.0;
        foreach (var query in set.Queries)
        {
            sum += Ndcg(set, query.Number, (await bench.RankAsync(query, blend)).Select(r => keys[r.Id]));
        }

        return sum / set.Queries.Count;
    }

    private static double Ndcg(Yardstick set, string query, IEnumerable<string> order) =>
        RankingMeasures.Ndcg([.. order.Take(Depth)], set.Judgements.GetValueOrDefault(query) ?? new Dictionary<string, int>(), Depth);

    private sealed record Asked(string Query, int Words, Guid[] Candidates, Signals[] Signals)
    {
        public double Measure(Blend blend, Yardstick set, Dictionary<Guid, string> keys, double meanWords) => Ndcg(
            set, Query, blend.Score(Signals, Words, meanWords).Select((p, i) => (Id: Candidates[i], p.Sum)).OrderByDescending(c => c.Sum).Select(c => keys[c.Id]));
    }
}
