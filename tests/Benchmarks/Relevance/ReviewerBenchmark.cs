using System.Globalization;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// Expert–paper affinity (Stelmakh et al., 2023, arXiv 2303.16750): 58 reviewers rated papers they had read. The loss is
/// the sum of rating gaps of the pairs of papers that the scores order wrongly (a tie counts half) over the sum of all
/// gaps, averaged over ten samples of twenty profile papers each. Published: TPMS 0.28, Specter+MFR 0.24, best 0.21.
/// </summary>
internal static class ReviewerBenchmark
{
    private const int BestPapers = 3;

    public static async Task RunAsync()
    {
        var root = Inputs.Root;
        var folder = Path.Combine(root, "reviewer-assignment");
        var lexicon = TermLexicon.Load();
        using var semantics = Inputs.Model(lexicon);
        var papers = Yardsticks.Rows(Path.Combine(folder, "papers.jsonl"), RecordKind.Need, "title", "abstract").ToDictionary(p => p.Number);
        await using var bench = await Bench.OpenAsync([.. papers.Values], new TranslationModel(lexicon), semantics);
        var profiles = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "profiles_d20.json")))!["profiles"]!.AsObject()
            .Select(set => set.Value!.AsObject().ToDictionary(r => r.Key, r => r.Value!.AsArray().Select(p => (string)p!).Where(papers.ContainsKey).ToList()))
            .ToList();
        var ratings = Ratings(Path.Combine(folder, "evaluations.csv"));
        List<Guid> submissions = [.. ratings.Values.SelectMany(r => r).Select(r => r.Paper).Distinct().Select(p => papers[p].Id)];
        Console.WriteLine($"### reviewer assignment: {ratings.Count} reviewers, {submissions.Count} rated papers, loss (published: TPMS .28, Specter+MFR .24, best .21)");

        var works = profiles.SelectMany(p => p.Values).SelectMany(p => p).Distinct().Select(p => papers[p] with { Kind = RecordKind.Expert }).ToList();
        var ofWorks = await bench.CompareAsync(works, submissions);
        foreach (var (name, blend) in Blends(semantics is not null))
        {
            var scores = works.ToDictionary(w => w.Number, w => Score(blend, bench, w, submissions, ofWorks));
            var best = profiles.Average(set => Loss(ratings, (reviewer, paper) => set[reviewer]
                .Select(w => scores[w][papers[paper].Id]).OrderDescending().Take(BestPapers).Average()));
            var mean = profiles.Average(set => Loss(ratings, (reviewer, paper) => set[reviewer].Average(w => scores[w][papers[paper].Id])));
            var whole = new List<double>();
            foreach (var set in profiles)
            {
                var reviewers = set.Select(r => Yardsticks.Document(
                    RecordKind.Expert, r.Key, [.. r.Value.SelectMany(p => papers[p].Texts).Select(t => (t.Name, t.Text))])).ToList();
                var ofReviewers = await bench.CompareAsync(reviewers, submissions);
                var byReviewer = reviewers.ToDictionary(r => r.Number, r => Score(blend, bench, r, submissions, ofReviewers));
                whole.Add(Loss(ratings, (reviewer, paper) => byReviewer[reviewer][papers[paper].Id]));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} best {BestPapers} works {best:0.0000}  all works {mean:0.0000}  profile as one text {whole.Average():0.0000}"));
        }
    }

    private static IEnumerable<(string Name, Blend Blend)> Blends(bool model)
    {
        var without = new Blend { Sentence = 0, Late = 0 };
        yield return ("words alone", without with { Translation = 0, Latent = 0 });
        yield return ("ours without model", without);
        if (model)
        {
            yield return ("ours", new Blend());
        }
    }

    private static Dictionary<Guid, double> Score(
        Blend blend, Bench bench, SearchDocument asker, IReadOnlyList<Guid> papers, IReadOnlyDictionary<(Guid, Guid), Signals> signals)
    {
        var parts = blend.Score([.. papers.Select(p => signals[(asker.Id, p)])], TokenBag.Of(asker.MatchedText()).Words, bench.MeanWords);
        return papers.Zip(parts).ToDictionary(p => p.First, p => p.Second.Sum);
    }

    private static double Loss(IReadOnlyDictionary<string, List<(string Paper, double Rating)>> ratings, Func<string, string, double> score)
    {
        var (lost, all) = (0.0, 0.0);
        foreach (var (reviewer, rated) in ratings)
        {
            var scored = rated.Select(r => (r.Rating, Score: score(reviewer, r.Paper))).ToList();
            for (var i = 0; i < scored.Count; i++)
            {
                for (var j = i + 1; j < scored.Count; j++)
                {
                    var gap = scored[i].Rating - scored[j].Rating;
                    all += Math.Abs(gap);
                    lost += Math.Abs(gap) * (scored[i].Score == scored[j].Score ? 0.5 : (scored[i].Score > scored[j].Score) == (gap > 0) ? 0 : 1);
                }
            }
        }

        return lost / all;
    }

    private static Dictionary<string, List<(string Paper, double Rating)>> Ratings(string file)
    {
        var rows = File.ReadLines(file).Select(l => l.TrimEnd('\r').Split('\t')).ToList();
        var papers = (rows[0].Length - 1) / 2;
        return rows.Skip(1).ToDictionary(
            r => r[0],
            r => Enumerable.Range(1, papers).Where(i => r[i].Length > 0 && r[i + papers].Length > 0)
                .Select(i => (r[i], double.Parse(r[i + papers], CultureInfo.InvariantCulture))).ToList());
    }
}
