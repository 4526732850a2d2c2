using System.Diagnostics;
using Matchmaking.Testing;

namespace Matchmaking.Messaging.Tests;

/// <summary>Where the process stands when it is killed.</summary>
public enum KillPoint
{
    /// <summary>Committed and claimed, not sent.</summary>
    BeforeSend,

    /// <summary>Sent and handled, not marked.</summary>
    BeforeMark,

    /// <summary>The handler's changes are written, its transaction is open.</summary>
    BeforeCommit,
}

/// <summary>A second process with the service "party" that stands still at a point, to be killed there.</summary>
internal sealed class Victim : IDisposable
{
    public const string Verb = "victim";
    private const string Ready = "standing";

    private readonly Process _process;

    private Victim(Process process) => _process = process;

    /// <summary>Starts it on the database and waits until it stands still.</summary>
    public static async Task<Victim> StartAsync(TestDatabase database, KillPoint point, TestBroker broker)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var arg in new[] { Verb, database.Kind.ToString(), database.ConnectionString, point.ToString() })
            start.ArgumentList.Add(arg);
        foreach (var (name, value) in broker.Settings)
            start.ArgumentList.Add($"{name}={value}");
        var victim = new Victim(Process.Start(start)!);
        while (await victim._process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
            if (line == Ready)
                return victim;
        throw new InvalidOperationException("The victim died by itself.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var database = TestDatabase.Attach(Enum.Parse<DatabaseKind>(args[0]), args[1]);
        await using var host = new PartyHost(database, [.. args[3..].Select(a => a.Split('=', 2)).Select(a => (a[0], a[1]))]);
        var calls = 0;
        // The first few pass, so that the killed process leaves finished, half-done and untouched work behind.
        Task Stand()
        {
            if (Interlocked.Increment(ref calls) <= 3)
                return Task.CompletedTask;
            Console.WriteLine(Ready);
            return Task.Delay(Timeout.Infinite);
        }
        switch (Enum.Parse<KillPoint>(args[2]))
        {
            case KillPoint.BeforeSend:
                host.Sender.Before = _ => Stand();
                break;
            case KillPoint.BeforeMark:
                host.Sender.After = _ => Stand();
                break;
            default:
                host.Handlers.After = (_, _) => Stand();
                break;
        }
        await host.StartAsync();
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
