namespace Matchmaking.Messaging;

internal static class Backoff
{
    /// <summary>A pause that doubles with every failure from a tenth of a second up to a ceiling, at least half of it random.</summary>
    public static TimeSpan After(int failures, double maxSeconds)
    {
        var ceiling = Math.Min(maxSeconds, 0.1 * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromSeconds(ceiling * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
