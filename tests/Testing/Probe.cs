using System.Diagnostics;

namespace Matchmaking.Testing;

/// <summary>Waits for what a test expects instead of sleeping for as long as it might take.</summary>
public static class Probe
{
    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="condition">Cheap and without effect.</param>
    /// <param name="what">What was expected, for the message.</param>
    /// <param name="seconds">How long to ask.</param>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static async Task Until(Func<Task<bool>> condition, string what, double seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds} s: {what}");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, string, double)" />
    public static Task Until(Func<bool> condition, string what, double seconds = 60) =>
        Until(() => Task.FromResult(condition()), what, seconds);
}
