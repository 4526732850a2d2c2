using Matchmaking.Contracts;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Matching;

/// <summary>Turns what somebody wrote into a weighted query.</summary>
public static class QueryTokens
{
    // A long description may hold more tokens than an engine takes clauses; the weightiest say nearly all.
    private const int Most = 700;

    /// <summary>Tokens of a search box: each counts once.</summary>
    /// <param name="most">How many at most. Of more, the longest are kept: single characters say least.</param>
    public static IReadOnlyList<WeightedToken> Of(string text, int most = int.MaxValue)
    {
        var tokens = TextAnalyzer.Analyze(text).Select(t => t.Text).Distinct().ToList();
        return [.. (tokens.Count <= most ? tokens : tokens.OrderByDescending(t => t.Length).Take(most)).Select(t => new WeightedToken(t, 1))];
    }

    /// <summary>Share of a search's tokens that a hit must hold: all of a short one, less of a sentence.</summary>
    public static double ShareNeeded(int tokens) => tokens <= 3 ? 1 : tokens <= 12 ? 0.45 : 0.3;

    /// <summary>Tokens of a record that looks for partners: by field weight and frequency.</summary>
    public static IReadOnlyList<WeightedToken> Of(SearchDocument document) =>
        [.. document.Texts
            .Where(t => t.Tier <= Disclosure.L1)
            .SelectMany(t => TextAnalyzer.Analyze(t.Text).Select(token => (token.Text, t.Weight)))
            .GroupBy(t => t.Text)
            .Select(g => new WeightedToken(g.Key, g.Sum(t => t.Weight)))
            .OrderByDescending(t => t.Weight)
            .Take(Most)];
}
