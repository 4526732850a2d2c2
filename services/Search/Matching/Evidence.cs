using Matchmaking.Contracts.Search;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Matching;

/// <summary>What two records share: passages, contributions of fields, and how much of the asker's text is covered.</summary>
/// <param name="Coverage">Share of the asker's text, weighted by how much each token says, that the partner holds; 0 to 1.</param>
public sealed record Evidence(
    double Coverage, IReadOnlyList<PassagePair> Passages, IReadOnlyDictionary<string, double> FieldShares)
{
    private const int MostPassages = 2;
    private const int LongestPassage = 90;
    private const double SayingIdf = 1.2;

    private static readonly char[] SentenceEnds = ['。', '；', ';', '！', '？', '!', '?', '\n'];

    /// <summary>Compares two records.</summary>
    /// <param name="yours">The asker's record.</param>
    /// <param name="theirs">The proposed partner's record.</param>
    /// <param name="statistics">Document frequencies of the asker's tokens.</param>
    public static Evidence Between(SearchDocument yours, SearchDocument theirs, TokenStatistics statistics)
    {
        var mine = QueryTokens.Of(yours);
        var total = mine.Sum(t => t.Weight * statistics.Idf(t.Text));
        var weights = mine.ToDictionary(t => t.Text, t => t.Weight * statistics.Idf(t.Text));
        var shares = new Dictionary<string, double>();
        var covered = new HashSet<string>();
        foreach (var text in theirs.Texts)
        {
            var shared = TextAnalyzer.Analyze(text.Text).Select(t => t.Text).Distinct().Where(weights.ContainsKey).ToList();
            shares[text.Name] = shared.Sum(t => weights[t]);
            covered.UnionWith(shared);
        }

        var sum = shares.Values.Sum();
        return new Evidence(
            total > 0 ? covered.Sum(t => weights[t]) / total : 0,
            Pair(yours, theirs, statistics),
            sum > 0 ? shares.ToDictionary(s => s.Key, s => s.Value / sum) : shares);
    }

    private static List<PassagePair> Pair(SearchDocument yours, SearchDocument theirs, TokenStatistics statistics)
    {
        var left = Sentences(yours);
        var right = Sentences(theirs);
        // A young base has no rare words yet: there the rarest must do.
        var saying = Math.Min(SayingIdf, statistics.HighestShared);
        List<(double Score, Sentence Yours, Sentence Theirs, HashSet<string> Shared)> pairs = [];
        foreach (var a in left)
        {
            foreach (var b in right)
            {
                // Single characters match by chance; a pair is carried by bigrams, words and figures that say something.
                var shared = a.Bag.Where(t => (t.Length > 1 || !IsCjk(t)) && b.Bag.Contains(t) && statistics.Idf(t) >= saying).ToHashSet();
                if (shared.Count > 0)
                {
                    var score = shared.Sum(statistics.Idf) / Math.Sqrt(8 + Math.Min(a.Bag.Count, b.Bag.Count));
                    pairs.Add((score, a, b, shared));
                }
            }
        }

        List<PassagePair> chosen = [];
        HashSet<Sentence> used = [];
        foreach (var (_, a, b, shared) in pairs.OrderByDescending(p => p.Score))
        {
            if (chosen.Count == MostPassages)
            {
                break;
            }

            if (!used.Contains(a) && !used.Contains(b))
            {
                used.Add(a);
                used.Add(b);
                chosen.Add(new PassagePair(Mark(a, shared), Mark(b, shared)));
            }
        }

        return chosen;
    }

    private static List<Sentence> Sentences(SearchDocument document) =>
        [.. document.Texts.Where(t => t.Name is not "keywords")
            .SelectMany(t => t.Text.Split(SentenceEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(s => s.Length > 3)
            .Distinct()
            .Select(s => new Sentence(s, TextAnalyzer.Analyze(s)))];

    /// <summary>Marks the places of shared tokens, cut to a window around them where the sentence is long.</summary>
    internal static MarkedText Mark(string text, List<Token> tokens, IReadOnlySet<string> shared)
    {
        List<(int Start, int End)> places = [];
        foreach (var token in tokens.Where(t => shared.Contains(t.Text)).OrderBy(t => t.Start))
        {
            if (places.Count > 0 && token.Start <= places[^1].End)
            {
                places[^1] = (places[^1].Start, Math.Max(places[^1].End, token.Start + token.Length));
            }
            else
            {
                places.Add((token.Start, token.Start + token.Length));
            }
        }

        var from = 0;
        var to = text.Length;
        if (text.Length > LongestPassage && places.Count > 0)
        {
            from = Math.Max(0, Math.Min(places[0].Start - 12, text.Length - LongestPassage));
            to = Math.Min(text.Length, from + LongestPassage);
        }

        var before = from > 0 ? "…" : "";
        return new MarkedText(
            before + text[from..to] + (to < text.Length ? "…" : ""),
            [.. places.Where(p => p.Start >= from && p.End <= to).Select(p => new Mark(p.Start - from + before.Length, p.End - p.Start))]);
    }

    private static MarkedText Mark(Sentence sentence, HashSet<string> shared) => Mark(sentence.Text, sentence.Tokens, shared);

    private static bool IsCjk(string token) => token[0] >= '\u3400';

    private sealed class Sentence(string text, List<Token> tokens)
    {
        public string Text { get; } = text;

        public List<Token> Tokens { get; } = tokens;

        public HashSet<string> Bag { get; } = [.. tokens.Select(t => t.Text)];
    }
}
