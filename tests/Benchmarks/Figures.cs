namespace Matchmaking.Benchmarks;

/// <summary>Percentiles of a sample.</summary>
internal static class Figures
{
    /// <param name="values">The sample, in any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Percentile(this IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
