using System.Globalization;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// What fair exposure costs and gives: documents of the judged sets are dealt out at random to providers of very unequal
/// size, a fifth of the providers are newcomers, and rankings with and without the shared places are compared: nDCG@10,
/// Gini of the providers' exposure, and newcomers' part of it. Needs TEST_DATA.
/// </summary>
internal static class ExposureBenchmark
{
    private const int Providers = 40;
    private const int Rounds = 50;
    private const double Newcomers = 0.2;
    private const int Shown = 60;

    public static async Task RunAsync()
    {
        var sets = new Yardsticks(Inputs.Root);
        var translation = new TranslationModel(TermLexicon.Load());
        foreach (var (domain, kind, distractors) in new[]
        {
            ("auto", RecordKind.Achievement, true), ("chem", RecordKind.Achievement, true), ("auto", RecordKind.Achievement, false),
            ("chem", RecordKind.Achievement, false), ("auto", RecordKind.Expert, false), ("chem", RecordKind.Expert, false),
        })
        {
            var set = sets.Needs(domain, kind, distractors);
            await using var bench = await Bench.OpenAsync(set.Documents, translation, null);
            List<(string Query, IReadOnlyList<RankedCandidate> Ranked)> runs = [];
            foreach (var query in set.Queries.Where(q => set.Judgements.ContainsKey(q.Number)))
            {
                runs.Add((query.Number, [.. (await bench.RankAsync(query)).Take(Shown)]));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"### {set.Name}: {runs.Count} queries, {runs.Count(r => r.Ranked.Count(Worth) > FairExposure.Places)} with more than ten worth showing, {Providers} providers, {Rounds} random assignments"));
            // As the product does it, and harder: as if all of the first sixty were worth showing.
            foreach (var (name, filter) in new (string, Func<RankedCandidate, bool>)[] { ("worth showing only", Worth), ("first sixty", _ => true) })
            {
                var filtered = runs.Select(r => (r.Query, Ranked: (IReadOnlyList<RankedCandidate>)[.. r.Ranked.Where(filter)])).ToList();
                foreach (var (share, closeness) in new[] { (0.2, 0.5), (0.2, 1.0), (0.2, 2.0), (0.2, 100.0), (0.4, 1.0) })
                {
                    Report(name, set, filtered, share, closeness);
                }
            }
        }
    }

    private static bool Worth(RankedCandidate candidate) => Calibration.ChanceOf(candidate.Signals) >= Calibration.WorthShowing;

    private static void Report(
        string name, Yardstick set, List<(string Query, IReadOnlyList<RankedCandidate> Ranked)> runs, double share, double closeness)
    {
        var keys = set.Documents.ToDictionary(d => d.Id, d => d.Number);
        var random = new Random(23);
        List<Round> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            // The k-th provider has 1/k of the first one's records.
            var owners = set.Documents.ToDictionary(d => d.Id, _ => Draw(random));
            var favoured = Enumerable.Range(0, Providers).OrderBy(_ => random.Next()).Take((int)(Providers * Newcomers)).ToHashSet();
            var (plain, shared) = (new double[Providers], new double[Providers]);
            var (before, after, given) = (0.0, 0.0, 0);
            foreach (var (query, ranked) in runs)
            {
                List<ExposureCandidate> candidates = [.. ranked.Select(r => new ExposureCandidate(r.Id, Provider(owners[r.Id]), r.Score, favoured.Contains(owners[r.Id])))];
                var places = FairExposure.Arrange(candidates, share, closeness: closeness);
                given += places.Count(p => p.Displaced is not null);
                before += RankingMeasures.Ndcg([.. ranked.Select(r => keys[r.Id])], set.Judgements[query], 10);
                after += RankingMeasures.Ndcg([.. places.Select(p => keys[p.Id])], set.Judgements[query], 10);
                for (var i = 0; i < Math.Min(FairExposure.Places, places.Count); i++)
                {
                    plain[owners[ranked[i].Id]] += 1 / Math.Log2(i + 2);
                    shared[owners[places[i].Id]] += 1 / Math.Log2(i + 2);
                }
            }

            rounds.Add(new(
                before / runs.Count, after / runs.Count, Gini(plain), Gini(shared),
                favoured.Sum(f => plain[f]) / plain.Sum(), favoured.Sum(f => shared[f]) / shared.Sum(), (double)given / runs.Count));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-18} share {share:0.0} closeness {closeness,5:0.0}  nDCG@10 {rounds.Average(r => r.Before):0.0000} → {rounds.Average(r => r.After):0.0000} " +
            $"(cost {rounds.Average(r => r.Before - r.After):0.0000}, worst {rounds.Max(r => r.Before - r.After):0.0000})  " +
            $"Gini {rounds.Average(r => r.GiniBefore):0.000} → {rounds.Average(r => r.GiniAfter):0.000}  " +
            $"newcomers' exposure {rounds.Average(r => r.PartBefore):P1} → {rounds.Average(r => r.PartAfter):P1}  places given {rounds.Average(r => r.Given):0.00} a list"));
    }

    private static int Draw(Random random)
    {
        var sum = Enumerable.Range(1, Providers).Sum(k => 1.0 / k);
        var at = random.NextDouble() * sum;
        for (var k = 1; k < Providers; k++)
        {
            at -= 1.0 / k;
            if (at < 0)
            {
                return k - 1;
            }
        }

        return Providers - 1;
    }

    private static Guid Provider(int number) => new(number, 0, 0, new byte[8]);

    /// <summary>0 where all have the same, near 1 where one has all.</summary>
    private static double Gini(double[] values)
    {
        var sorted = values.Order().ToArray();
        var sum = sorted.Sum();
        return sum == 0 ? 0 : sorted.Select((v, i) => ((2 * (i + 1)) - sorted.Length - 1) * v).Sum() / (sorted.Length * sum);
    }

    private sealed record Round(double Before, double After, double GiniBefore, double GiniAfter, double PartBefore, double PartAfter, double Given);
}
