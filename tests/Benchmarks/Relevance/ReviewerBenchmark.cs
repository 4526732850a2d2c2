using System.Globalization;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>
/// Expert–paper affinity (Stelmakh et al., 2023, arXiv 2303.16750): 58 reviewers rated papers they had read. The loss is
/// the sum of rating gaps of the pairs of papers that the scores order wrongly (a tie counts half) over the sum of all
/// gaps, averaged over ten samples of twenty profile papers each. Published: TPMS 0.28, Specter+MFR 0.24, best 0.21.
/// </summary>
internal static class ReviewerBenchmark
{
    public const string Name = "reviewer assignment";

    // A reviewer is as near to a paper as the nearest of his works, and a single one may be near by chance.
    private const int BestPapers = 3;

    /// <summary>For the table of all yardsticks: the mean of the best three works, reviewer by reviewer.</summary>
    public static async Task<Dictionary<string, Reached>> MeasureAsync(TranslationModel translation, SemanticModel? semantics)
    {
        var set = await LoadAsync();
        await using var bench = await Bench.OpenAsync([.. set.Papers.Values], translation, semantics, Inputs.Elasticsearch);
        var figures = new Dictionary<string, Reached> { ["plain BM25"] = Reach(await PlainAsync(bench.Index)) };
        var signals = await bench.CompareAsync(set.Works, set.Submissions);
        foreach (var (name, blend) in Blends(semantics is not null))
        {
            figures[name] = Reach(set.Works.ToDictionary(w => w.Number, w => Score(blend, bench, w, set.Submissions, signals)));
        }

        if (bench.Elastic is { } elastic)
        {
            signals = await bench.CompareAsync(set.Works, set.Submissions, elastic);
            var full = Blends(semantics is not null).Last();
            figures["plain BM25, Elasticsearch"] = Reach(await PlainAsync(elastic)).Beside(figures["plain BM25"]);
            figures[full.Name + ", Elasticsearch"] = Reach(set.Works.ToDictionary(w => w.Number, w => Score(full.Blend, bench, w, set.Submissions, signals)))
                .Beside(figures[full.Name]);
        }

        return figures;

        Reached Reach(Dictionary<string, Dictionary<Guid, double>> ofWorks)
        {
            var losses = set.Profiles.Select(p => set.Losses(BestOf(set, p, ofWorks))).ToList();
            var first = BestOf(set, set.Profiles[0], ofWorks);
            return new(
                "loss (less is better)", "TPMS .28 / Specter+MFR and bar .24 / best .21",
                [.. Enumerable.Range(0, set.Ratings.Count).Select(i => losses.Average(l => l[i]))], [],
                [.. set.Ratings.Select(r => (IReadOnlyList<string>)[.. r.Value.Select(p => p.Paper).OrderByDescending(p => first(r.Key, p)).ThenBy(p => p, StringComparer.Ordinal)])]);
        }

        async Task<Dictionary<string, Dictionary<Guid, double>>> PlainAsync(ISearchIndex index)
        {
            var found = new Dictionary<string, Dictionary<Guid, double>>();
            foreach (var work in set.Works)
            {
                var page = await index.SearchAsync(new IndexQuery(QueryTokens.Of(work), Disclosure.L1, [bench.Kind], 0, set.Papers.Count), CancellationToken.None);
                var scores = page.Hits.ToDictionary(h => h.Id, h => h.Score);
                found[work.Number] = set.Submissions.ToDictionary(p => p, p => scores.GetValueOrDefault(p));
            }

            return found;
        }
    }

    /// <summary>By the ways in which a reviewer's works can be put together.</summary>
    public static async Task RunAsync()
    {
        var set = await LoadAsync();
        var lexicon = TermLexicon.Load();
        using var semantics = Inputs.Model(lexicon);
        await using var bench = await Bench.OpenAsync([.. set.Papers.Values], new TranslationModel(lexicon), semantics);
        Console.WriteLine($"### {Name}: {set.Ratings.Count} reviewers, {set.Submissions.Count} rated papers, loss (published: TPMS .28, Specter+MFR .24, best .21)");
        var signals = await bench.CompareAsync(set.Works, set.Submissions);
        foreach (var (name, blend) in Blends(semantics is not null))
        {
            var ofWorks = set.Works.ToDictionary(w => w.Number, w => Score(blend, bench, w, set.Submissions, signals));
            var best = set.Profiles.Average(p => set.Losses(BestOf(set, p, ofWorks)).Average());
            var mean = set.Profiles.Average(p => set.Losses((reviewer, paper) => p[reviewer].Average(w => ofWorks[w][set.Papers[paper].Id])).Average());
            var whole = new List<double>();
            foreach (var profile in set.Profiles)
            {
                var reviewers = profile.Select(r => Yardsticks.Document(
                    RecordKind.Expert, r.Key, [.. r.Value.SelectMany(p => set.Papers[p].Texts).Select(t => (t.Name, t.Text))])).ToList();
                var ofReviewers = await bench.CompareAsync(reviewers, set.Submissions);
                var byReviewer = reviewers.ToDictionary(r => r.Number, r => Score(blend, bench, r, set.Submissions, ofReviewers));
                whole.Add(set.Losses((reviewer, paper) => byReviewer[reviewer][set.Papers[paper].Id]).Average());
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} best {BestPapers} works {best:0.0000}  all works {mean:0.0000}  profile as one text {whole.Average():0.0000}"));
        }
    }

    private static async Task<ReviewerSet> LoadAsync()
    {
        var folder = Path.Combine(Inputs.Root, "reviewer-assignment");
        var papers = Yardsticks.Rows(Path.Combine(folder, "papers.jsonl"), RecordKind.Need, "title", "abstract").ToDictionary(p => p.Number);
        var profiles = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "profiles_d20.json")))!["profiles"]!.AsObject()
            .Select(set => set.Value!.AsObject().ToDictionary(r => r.Key, r => r.Value!.AsArray().Select(p => (string)p!).Where(papers.ContainsKey).ToList()))
            .ToList();
        return new(papers, profiles, Ratings(Path.Combine(folder, "evaluations.csv")));
    }

    private static Func<string, string, double> BestOf(
        ReviewerSet set, IReadOnlyDictionary<string, List<string>> profile, Dictionary<string, Dictionary<Guid, double>> ofWorks) =>
        (reviewer, paper) => profile[reviewer].Select(w => ofWorks[w][set.Papers[paper].Id]).OrderDescending().Take(BestPapers).Average();

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
