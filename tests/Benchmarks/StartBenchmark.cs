using System.Diagnostics;
using Matchmaking.Testing;

namespace Matchmaking.Benchmarks;

/// <summary>
/// Time from starting the one-process host to its first page, with the demo district to load and without, and the
/// memory it takes five seconds later.
/// </summary>
internal static class StartBenchmark
{
    private const int Rounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync()
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Matchmaking.AllInOne.dll");
        foreach (var (name, loads) in new[] { ("first start, loads the demo district", true), ("start without demo data", false) })
        {
            List<double> seconds = [];
            List<double> megabytes = [];
            for (var round = 0; round < Rounds; round++)
            {
                var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
                var (elapsed, memory) = await OnceAsync(host, folder, loads);
                seconds.Add(elapsed.TotalSeconds);
                megabytes.Add(memory);
                Directory.Delete(folder, recursive: true);
            }

            Console.WriteLine($"{name,-38} first page after {seconds.Percentile(0.5):0.0} s (median of {Rounds}), working set {megabytes.Percentile(0.5):0} MB");
        }
    }

    private static async Task<(TimeSpan Elapsed, double Megabytes)> OnceAsync(string host, string folder, bool demo)
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { host, "--Urls", address, "--Data:Path", folder, "--Demo:Load", demo ? "true" : "false" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient();
            while (clock.Elapsed < Patience)
            {
                try
                {
                    using var page = await client.GetAsync(address);
                    if (page.IsSuccessStatusCode)
                    {
                        break;
                    }
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                }

                await Task.Delay(50);
            }

            var elapsed = clock.Elapsed;
            await Task.Delay(TimeSpan.FromSeconds(5));
            process.Refresh();
            return (elapsed, process.WorkingSet64 / 1024.0 / 1024.0);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
