using System.Collections.Frozen;
using Matchmaking.Search.Analysis;

namespace Matchmaking.Search.Lexicon;

/// <summary>
/// What words of one side become on the other: the translation probabilities of a statistical translation model for
/// retrieval (Berger and Lafferty, 1999), estimated from the lexicon's entries as from a parallel corpus. A bigram that
/// recurs in many shop words (漏油, 渗油, 油封漏) so gains the terms that their entries share (密封, 泄漏), and an
/// expression that stands in no entry is still understood from its parts.
/// </summary>
public sealed class TranslationModel
{
    // An entry seen once is half believed: estimate = count / (occurrences + 1).
    private const double Doubt = 1;

    private readonly FrozenDictionary<string, Translation[]> _toAcademic;
    private readonly FrozenDictionary<string, Translation[]> _toShop;

    public TranslationModel(TermLexicon lexicon)
    {
        var pairs = lexicon.Entries
            .Select(e => (Shop: Tokens([e.Shop]), Academic: Tokens(e.Terms)))
            .Where(p => p.Shop.Count > 0 && p.Academic.Count > 0)
            .ToList();
        _toAcademic = Estimate(pairs);
        _toShop = Estimate([.. pairs.Select(p => (p.Academic, p.Shop))]);
    }

    /// <summary>Translated tokens with weights: for each, the sum of its probabilities over the distinct tokens given.</summary>
    /// <param name="tokens">Tokens of the asker's text.</param>
    /// <param name="toAcademic">The asker speaks shop-floor language; otherwise academic.</param>
    public IReadOnlyDictionary<string, double> Translate(IEnumerable<string> tokens, bool toAcademic)
    {
        var table = toAcademic ? _toAcademic : _toShop;
        var weights = new Dictionary<string, double>();
        foreach (var token in tokens)
        {
            if (table.TryGetValue(token, out var translations))
            {
                foreach (var (other, probability) in translations)
                {
                    weights[other] = weights.GetValueOrDefault(other) + probability;
                }
            }
        }

        return weights;
    }

    /// <summary>What one token becomes, with probabilities.</summary>
    public IEnumerable<(string Token, double Probability)> Of(string token, bool toAcademic) =>
        (toAcademic ? _toAcademic : _toShop).TryGetValue(token, out var translations)
            ? translations.Select(t => (t.Token, t.Probability))
            : [];

    private static FrozenDictionary<string, Translation[]> Estimate(List<(IReadOnlyList<string> From, IReadOnlyList<string> To)> pairs)
    {
        var counts = new Dictionary<string, (double Seen, Dictionary<string, double> Others)>();
        foreach (var (from, to) in pairs)
        {
            foreach (var token in from)
            {
                var (seen, others) = counts.TryGetValue(token, out var entry) ? entry : (0, []);
                foreach (var other in to)
                {
                    others[other] = others.GetValueOrDefault(other) + (1.0 / from.Count);
                }

                counts[token] = (seen + 1, others);
            }
        }

        return counts.ToFrozenDictionary(
            c => c.Key,
            c => c.Value.Others.Select(o => new Translation(o.Key, o.Value / (c.Value.Seen + Doubt))).ToArray());
    }

    // Single characters translate into anything.
    private static IReadOnlyList<string> Tokens(IEnumerable<string> terms) =>
        [.. terms.SelectMany(t => TextAnalyzer.Analyze(t)).Select(t => t.Text).Where(t => t.Length > 1).Distinct()];

    private readonly record struct Translation(string Token, double Probability);
}
