namespace Matchmaking.Identity.Features;

/// <summary>
/// Makes an answer take the same time whether an address has an account or not. Never inside a transaction: others would
/// wait as long for the database.
/// </summary>
internal static class EvenTime
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(400);

    /// <summary>Does the work and waits until the usual time is over.</summary>
    public static async Task RunAsync(TimeProvider time, Func<Task> work, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        try
        {
            await work();
        }
        finally
        {
            await WaitAsync(time, start, cancellation);
        }
    }

    /// <summary>Waits until the usual time since a timestamp is over.</summary>
    public static async Task WaitAsync(TimeProvider time, long start, CancellationToken cancellation)
    {
        var left = Least - time.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellation);
        }
    }
}
