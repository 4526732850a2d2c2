using System.Diagnostics;
using System.Globalization;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>An Elasticsearch of a test's own, started at first use and deleted at the end, to be killed and paused.</summary>
public abstract class OwnCluster(int nodes, string password) : IAsyncDisposable
{
    // One port a node, the transport ones a hundred further: below those that the system gives out, others for each number of nodes.
    private readonly int _port = 30_000 + (nodes * 500) + (Random.Shared.Next(4) * 10);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"elasticsearch-{Guid.NewGuid():N}");
    private bool _started;

    /// <summary>Addresses of the nodes.</summary>
    public string Urls => string.Join(';', Enumerable.Range(_port, nodes).Select(p => $"http://127.0.0.1:{p}"));

    /// <summary>Port of the first node.</summary>
    public int Port => _port;

    /// <summary>Password of the account elastic; empty where security is off.</summary>
    public string Password => password;

    /// <summary>Starts what does not run; waits until it is healthy.</summary>
    public async Task StartAsync()
    {
        var script = TestSettings.ElasticsearchScript;
        _started = true;
        Directory.CreateDirectory(Temporary);
        await RunAsync(script, "start");
    }

    /// <summary>Kills a node as a power failure would, or all.</summary>
    public Task KillAsync(int? node = null) => RunAsync(TestSettings.ElasticsearchScript, node is null ? ["kill"] : ["kill", Text(node)]);

    /// <summary>Freezes a node: its connections stay open and nothing answers.</summary>
    public Task PauseAsync(int node) => RunAsync(TestSettings.ElasticsearchScript, "pause", Text(node));

    /// <summary>Ends a pause.</summary>
    public Task ResumeAsync(int node) => RunAsync(TestSettings.ElasticsearchScript, "resume", Text(node));

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            await RunAsync(TestSettings.ElasticsearchScript, "kill");
            await RunAsync(TestSettings.ElasticsearchScript, "clean");
        }
    }

    private string Temporary => Path.Combine(_folder, "tmp");

    private static string Text(int? number) => number!.Value.ToString(CultureInfo.InvariantCulture);

    private async Task RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(script, arguments)
        {
            // A pipe would stay open for as long as the server that inherits it.
            RedirectStandardOutput = false,
            Environment =
            {
                ["ES_TEST_PORT"] = Text(_port),
                ["ES_TEST_NODES"] = Text(nodes),
                ["ES_TEST_DIR"] = _folder,
                ["ES_TEST_HEAP"] = nodes > 1 ? "320m" : "512m",
                ["ES_TEST_PASSWORD"] = password,
                // A node that is killed does not tidy up after itself.
                ["ES_TMPDIR"] = Temporary,
            },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 && arguments[0] is not ("kill" or "clean"))
        {
            throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}

/// <summary>One node with security on.</summary>
public sealed class SecuredNode() : OwnCluster(1, "Quiet-river-42");

/// <summary>Three nodes.</summary>
public sealed class ThreeNodes() : OwnCluster(3, "");
