namespace Matchmaking.Search.Matching;

/// <summary>
/// Turns a BM25 score into a number from 0 to 1: a logistic function of the score's share of what the asker's own text
/// would score. Slope and middle are a logistic fit on the judged needs and achievements of the demo district, where
/// grade 2 or 3 counts as useful; a first estimate, not yet a calibration on held-out judgements.
/// </summary>
public static class Usefulness
{
    /// <summary>Below it a partner is not worth a person's time: nothing is shown.</summary>
    public const double WorthShowing = 0.05;

    private const double Slope = 28;
    private const double Middle = 0.235;
    private const double Likely = 0.6;
    private const double Possible = 0.3;

    /// <param name="score">The engine's BM25 score.</param>
    /// <param name="ideal">Sum of weight × idf over the asker's tokens.</param>
    public static double Of(double score, double ideal) =>
        ideal <= 0 ? 0 : 1 / (1 + Math.Exp(-Slope * ((score / ideal) - Middle)));

    /// <summary>likely, possible or unlikely.</summary>
    public static string Band(double usefulness) => usefulness >= Likely ? "likely" : usefulness >= Possible ? "possible" : "unlikely";
}
