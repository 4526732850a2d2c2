namespace Matchmaking.Benchmarks.Relevance;

/// <summary>What one ranking reached, query by query.</summary>
/// <param name="Published">What others report, in words.</param>
/// <param name="Recalls">Recall@50, or empty where it has no meaning.</param>
/// <param name="Shared">Share of the first places that the other engine gives as well, or null.</param>
internal sealed record Reached(
    string Measure, string Published, IReadOnlyList<double> Values, IReadOnlyList<double> Recalls, IReadOnlyList<IReadOnlyList<string>> Orders, double? Shared = null)
{
    /// <summary>Places that are compared between engines.</summary>
    public const int Shown = 20;

    /// <summary>With the other engine's order beside it.</summary>
    public Reached Beside(Reached other) => this with
    {
        Shared = Orders.Zip(other.Orders, (a, b) => a.Take(Shown).Intersect(b.Take(Shown)).Count() / (double)Math.Max(1, Math.Min(Shown, b.Count))).Average(),
    };

    /// <summary>Both together.</summary>
    public Reached With(Reached more) => this with
    {
        Values = [.. Values, .. more.Values],
        Recalls = [.. Recalls, .. more.Recalls],
        Orders = [.. Orders, .. more.Orders],
        Shared = (Shared + more.Shared) / 2,
    };
}
