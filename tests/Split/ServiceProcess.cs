using System.Collections.Concurrent;
using System.Diagnostics;
using Matchmaking.Testing;

namespace Matchmaking.Split.Tests;

/// <summary>A service's own host, started as an operator would.</summary>
/// <param name="name">The service.</param>
/// <param name="url">Where it answers.</param>
/// <param name="arguments">Its settings.</param>
public sealed class ServiceProcess(string name, string url, string[] arguments) : IAsyncDisposable
{
    private const int StartSeconds = 180;

    private readonly ConcurrentQueue<string> _output = [];
    private Process? _process;
    private int _lines;

    /// <summary>What it printed last.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Lines that it printed in all.</summary>
    public int Lines => Volatile.Read(ref _lines);

    /// <summary>The one-shot run that brings the database up to date.</summary>
    public async Task MigrateAsync()
    {
        using var process = Run([.. arguments, "--migrate"]);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{name} --migrate ended with {process.ExitCode}:\n{string.Join('\n', _output)}");
    }

    public void Start() => _process = Run([.. arguments, "--Storage:Migrate", "false"]);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops it in mid-work: what comes meanwhile waits.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async Task HealthyAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            await Probe.Until(
                async () =>
                {
                    Assert.False(_process!.HasExited, $"{name} ended:\n{string.Join('\n', _output)}");
                    try
                    {
                        using var answer = await client.GetAsync(new Uri(url + "/health"));
                        return answer.IsSuccessStatusCode;
                    }
                    catch (Exception early) when (early is HttpRequestException or TaskCanceledException)
                    {
                        return false;
                    }
                },
                $"{name} is healthy", StartSeconds);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name} is not healthy:\n{string.Join('\n', _output.TakeLast(40))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private Process Run(IEnumerable<string> more)
    {
        var folder = char.ToUpperInvariant(name[0]) + name[1..];
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        // artifacts/bin/Split.Tests/<configuration> beside artifacts/bin/<Project>/<configuration>
        var assembly = Path.Combine(here.Parent!.Parent!.FullName, folder, here.Name, $"Matchmaking.{folder}.dll");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, .. more])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        const int Most = 500;
        if (line is null)
        {
            return;
        }

        Interlocked.Increment(ref _lines);
        _output.Enqueue(line);
        if (_output.Count > Most)
        {
            _output.TryDequeue(out _);
        }
    }
}
