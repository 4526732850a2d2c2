using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;

namespace Matchmaking.Search.Matching;

/// <summary>What two records share: passages and contributions of fields.</summary>
/// <param name="FieldShares">Share of each field of the partner's record in the words that match, 0 to 1.</param>
public sealed record Evidence(IReadOnlyList<PassagePair> Passages, IReadOnlyDictionary<string, double> FieldShares)
{
    /// <summary>Fields worth naming, with their names, largest share first.</summary>
    /// <param name="labels">Names of the fields of the partner's form.</param>
    public IReadOnlyList<FieldContribution> Contributions(IReadOnlyDictionary<string, LocalText> labels, string language) =>
        [.. FieldShares.Where(s => s.Value >= 0.01).OrderByDescending(s => s.Value)
            .Select(s => new FieldContribution(s.Key, labels.GetValueOrDefault(s.Key)?.In(language) ?? s.Key, Math.Round(s.Value, 3)))];
}

/// <summary>Finds what two records share: the same words, and words that the lexicon translates into each other.</summary>
/// <param name="statistics">Document frequencies of both records' tokens.</param>
/// <param name="toAcademic">The asker speaks shop-floor language.</param>
public sealed class EvidenceFinder(TokenStatistics statistics, TranslationModel translation, bool toAcademic)
{
    private const int MostPassages = 2;
    private const int LongestPassage = 90;

    // Every sentence is compared with every one of the other side: more than any form's text has, unless made up of scraps.
    private const int MostSentences = 200;
    private const double SayingIdf = 1.2;

    // One entry's word for word; weaker ones are echoes that a reader would not follow.
    private const double SayingTranslation = 0.2;

    private static readonly char[] SentenceEnds = ['。', '；', ';', '！', '？', '!', '?', '\n'];

    /// <summary>Compares two records.</summary>
    /// <param name="yours">The asker's record.</param>
    /// <param name="theirs">The proposed partner's record.</param>
    public Evidence Between(SearchDocument yours, SearchDocument theirs)
    {
        var weights = QueryTokens.Of(yours).ToDictionary(t => t.Text, t => t.Weight);
        foreach (var (token, weight) in translation.Translate([.. weights.Keys], toAcademic))
        {
            weights[token] = weights.GetValueOrDefault(token) + weight;
        }

        var shares = theirs.Texts.ToDictionary(
            t => t.Name,
            t => TextAnalyzer.Analyze(t.Text).Select(k => k.Text).Distinct().Sum(k => weights.GetValueOrDefault(k) * statistics.Idf(k)));
        var sum = shares.Values.Sum();
        return new Evidence(Pair(yours, theirs), sum > 0 ? shares.ToDictionary(s => s.Key, s => s.Value / sum) : shares);
    }

    private List<PassagePair> Pair(SearchDocument yours, SearchDocument theirs)
    {
        // A young base has no rare words yet: there the rarest must do.
        var saying = Math.Min(SayingIdf, statistics.HighestShared);
        var right = Sentences(theirs);
        List<(double Score, Sentence Yours, Sentence Theirs, HashSet<string> Left, HashSet<string> Right)> pairs = [];
        foreach (var a in Sentences(yours))
        {
            // Single characters match by chance; a pair is carried by bigrams, words and figures that say something.
            var own = a.Bag.Where(t => (t.Length > 1 || !IsCjk(t)) && !IsBareNumber(t) && statistics.Idf(t) >= saying).ToHashSet();
            var translated = a.Bag.SelectMany(t => translation.Of(t, toAcademic).Where(o => o.Probability >= SayingTranslation && statistics.Idf(o.Token) >= saying)
                .Select(o => (From: t, To: o.Token, o.Probability))).ToList();
            foreach (var b in right)
            {
                var same = own.Where(b.Bag.Contains).ToList();
                var alike = translated.Where(t => b.Bag.Contains(t.To)).ToList();
                if (same.Count > 0 || alike.Count > 0)
                {
                    var score = same.Sum(statistics.Idf) + alike.Select(t => (t.To, t.Probability)).GroupBy(t => t.To).Sum(g => g.Max(t => t.Probability) * statistics.Idf(g.Key));
                    pairs.Add((score / Math.Sqrt(8 + Math.Min(a.Bag.Count, b.Bag.Count)), a, b, [.. same, .. alike.Select(t => t.From)], [.. same, .. alike.Select(t => t.To)]));
                }
            }
        }

        List<PassagePair> chosen = [];
        HashSet<Sentence> used = [];
        foreach (var (_, a, b, left, marked) in pairs.OrderByDescending(p => p.Score))
        {
            if (chosen.Count == MostPassages)
            {
                break;
            }

            if (!used.Contains(a) && !used.Contains(b))
            {
                used.Add(a);
                used.Add(b);
                chosen.Add(new PassagePair(Mark(a, left), Mark(b, marked)));
            }
        }

        return chosen;
    }

    private static List<Sentence> Sentences(SearchDocument document) =>
        [.. document.Texts.Where(t => t.Name is not "keywords")
            .SelectMany(t => t.Text.Split(SentenceEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(s => s.Length > 3)
            .Distinct()
            .Take(MostSentences)
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

    // A figure says something with its unit only.
    private static bool IsBareNumber(string token) => token.All(c => char.IsDigit(c) || c is '.' or '-' or '%');

    private static bool IsCjk(string token) => token[0] >= '\u3400';

    private sealed class Sentence(string text, List<Token> tokens)
    {
        public string Text { get; } = text;

        public List<Token> Tokens { get; } = tokens;

        public HashSet<string> Bag { get; } = [.. tokens.Select(t => t.Text)];
    }
}
