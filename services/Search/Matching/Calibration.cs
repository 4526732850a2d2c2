using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Matching;

/// <summary>
/// The measured chance that a judge finds a proposed partner useful (grade 2 or 3): a logistic regression on the raw
/// signals, fitted by tests/Benchmarks (<c>calibration</c>) on the judged collections with and without distractors and
/// checked on the domain that was left out. Raw signals mean the same in every query, so chances compare over queries.
/// </summary>
public static class Calibration
{
    /// <summary>A partner with a smaller chance is not worth a person's time.</summary>
    public const double WorthShowing = 0.10;

    /// <summary>
    /// Where not even the best partner has this chance, the base has nothing suitable. Measured on 40 needs against a base
    /// that holds nothing for them: 12 are given false hope (6 with a model); of 40 that do have partners 38 (37) see some.
    /// </summary>
    public const double Suitable = 0.30;

    private const double Likely = 0.5;
    private const double Possible = 0.25;

    // Constant, own words, translated words, latent; then with a model: late interaction, sentence.
    private static readonly double[] WithoutModel = [-8.73, 11.53, 86.73, 8.30];
    private static readonly double[] WithModel = [-9.60, 0, 92.68, 7.42, 21.17, 0];

    /// <summary>0 to 1.</summary>
    public static double ChanceOf(Signals signals)
    {
        var features = Features(signals);
        var weights = features.Length == WithModel.Length ? WithModel : WithoutModel;
        return 1 / (1 + Math.Exp(-features.Zip(weights, (f, w) => f * w).Sum()));
    }

    /// <summary>
    /// Chances of a ranking made to fall from place to place, as the order says: neighbours that rise are pooled to their
    /// mean (pool adjacent violators; Ayer et al., 1955).
    /// </summary>
    public static IReadOnlyList<double> Falling(IEnumerable<double> chances)
    {
        List<(double Sum, int Count)> pools = [];
        foreach (var chance in chances)
        {
            pools.Add((chance, 1));
            while (pools is [.., var before, var last] && last.Sum / last.Count > before.Sum / before.Count)
            {
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((before.Sum + last.Sum, before.Count + last.Count));
            }
        }

        return [.. pools.SelectMany(p => Enumerable.Repeat(p.Sum / p.Count, p.Count))];
    }

    /// <summary>What the regression sees; shorter where there are no vectors.</summary>
    public static double[] Features(Signals signals) => double.IsNaN(signals.Late)
        ? [1, signals.Own, signals.Translated, signals.Latent]
        : [1, signals.Own, signals.Translated, signals.Latent, signals.Late, signals.Sentence];

    /// <summary>likely, possible or unlikely.</summary>
    public static string Band(double chance) => chance >= Likely ? "likely" : chance >= Possible ? "possible" : "unlikely";
}
