using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Matching;

/// <summary>
/// The measured chance that a judge finds a proposed partner useful (grade 2 or 3): a logistic regression on the raw
/// signals, fitted by tests/Benchmarks (<c>calibration</c>) on the judged collections with and without distractors and
/// checked on the domain that was left out. Raw signals mean the same in every query, so chances compare over queries.
/// </summary>
public static class Calibration
{
    /// <summary>
    /// A partner with a smaller chance is not worth a person's time; where no partner has more, the base has nothing
    /// suitable. Chosen where the false hopes of needs without any useful partner stay below one in ten.
    /// </summary>
    public const double WorthShowing = 0.10;

    private const double Likely = 0.5;
    private const double Possible = 0.25;

    // Constant, own words, translated words, latent; then with a model: late interaction, sentence.
    private static readonly double[] WithoutModel = [-5.0, 9.0, 12.0, 5.0];
    private static readonly double[] WithModel = [-14.0, 8.0, 9.0, 3.0, 14.0, 1.0];

    /// <summary>0 to 1.</summary>
    public static double ChanceOf(Signals signals)
    {
        var features = Features(signals);
        var weights = features.Length == WithModel.Length ? WithModel : WithoutModel;
        return 1 / (1 + Math.Exp(-features.Zip(weights, (f, w) => f * w).Sum()));
    }

    /// <summary>What the regression sees; shorter where there are no vectors.</summary>
    public static double[] Features(Signals signals) => double.IsNaN(signals.Late)
        ? [1, signals.Own, signals.Translated, signals.Latent]
        : [1, signals.Own, signals.Translated, signals.Latent, signals.Late, signals.Sentence];

    /// <summary>likely, possible or unlikely.</summary>
    public static string Band(double chance) => chance >= Likely ? "likely" : chance >= Possible ? "possible" : "unlikely";
}
