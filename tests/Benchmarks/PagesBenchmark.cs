using System.Diagnostics;
using System.Net.Http.Json;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Benchmarks;

/// <summary>
/// A cached public page and a need's JSON against a bare minimal API on the same Kestrel that answers a body of the same
/// size: time per request, in turns, as ratios of medians.
/// </summary>
internal static class PagesBenchmark
{
    private const int Rounds = 12;
    private const int Requests = 400;
    private const int Concurrency = 4;

    public static async Task RunAsync()
    {
        await using var portal = await Portal.StartAsync(testTokens: false);
        using var client = new HttpClient { BaseAddress = portal.Address };
        var id = await FirstNeedAsync(client);
        foreach (var (name, path) in new[] { ("home page, cached", "/"), ("need page, cached", $"/needs/{id}"), ("need JSON", $"/api/needs/{id}") })
        {
            var body = await client.GetByteArrayAsync(path);
            await using var bare = await BareAsync(body);
            using var other = new HttpClient { BaseAddress = new Uri(bare.Urls.First()) };
            List<double> ours = [];
            List<double> theirs = [];
            for (var round = 0; round <= Rounds; round++)
            {
                var a = await RoundAsync(client, path);
                var b = await RoundAsync(other, "/");
                if (round > 0)
                {
                    ours.Add(a);
                    theirs.Add(b);
                }
            }

            Console.WriteLine(
                $"{name,-20} {body.Length,7} bytes  ours {ours.Percentile(0.5):0.000} ms  bare {theirs.Percentile(0.5):0.000} ms  " +
                $"ratio {ours.Percentile(0.5) / theirs.Percentile(0.5):0.00} (per request, {Concurrency} at once)");
        }
    }

    private static async Task<Guid> FirstNeedAsync(HttpClient client)
    {
        while (true)
        {
            var found = await client.GetFromJsonAsync<SearchResult>("/api/search?kind=need&size=1", JsonDefaults.Options);
            if (found!.Hits.Items.Count > 0)
            {
                return found.Hits.Items[0].Id;
            }

            await Task.Delay(100);
        }
    }

    private static async Task<WebApplication> BareAsync(byte[] body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Ports.Free()}");
        var app = builder.Build();
        app.MapGet("/", () => Results.Bytes(body, "text/html"));
        await app.StartAsync();
        return app;
    }

    private static async Task<double> RoundAsync(HttpClient client, string path)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (_, cancellation) =>
        {
            using var response = await client.GetAsync(path, cancellation);
            await response.Content.CopyToAsync(Stream.Null, cancellation);
        });
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Requests * Concurrency;
    }
}
