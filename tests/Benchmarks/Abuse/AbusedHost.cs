using System.Diagnostics;
using Matchmaking.Testing;

namespace Matchmaking.Benchmarks.Abuse;

/// <summary>
/// The one-process host as a process of its own, with the demo district, the limits of a real installation and a heap that
/// cannot grow past <see cref="HeapBytes"/>: whatever it would need beyond ends it. It takes the tests' tokens as well.
/// </summary>
internal sealed class AbusedHost : IAsyncDisposable
{
    /// <summary>Argument of this program that makes it the host.</summary>
    public const string Verb = "abused-host";

    public const long HeapBytes = 1536L * 1024 * 1024;

    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-").FullName;
    private readonly List<string> _said = [];

    public AbusedHost()
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        _process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(AbusedHost).Assembly.Location, Verb, "--Urls", Address.ToString(), "--Public:Url", Address.ToString(), "--Data:Path", _folder, "--Demo:Load", "true",
            },
            Environment = { ["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("X", null) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Say(line.Data);
        _process.ErrorDataReceived += (_, line) => Say(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public bool Lives => !_process.HasExited;

    /// <summary>Processor time it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return Lives ? _process.TotalProcessorTime : TimeSpan.Zero;
        }
    }

    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return Lives ? _process.WorkingSet64 / 1024.0 / 1024.0 : 0;
        }
    }

    /// <summary>The last lines that it wrote, for who wonders why it died.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said.TakeLast(10)];
            }
        }
    }

    /// <summary>Runs as the host until it is killed.</summary>
    public static async Task RunAsync(string[] args)
    {
        await using var app = AllInOne.Program.Build(args, TestTokens.AcceptToo);
        await app.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Lives)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Say(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }
    }
}
