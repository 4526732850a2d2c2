using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Benchmarks.Abuse;

/// <summary>
/// Ordinary people read and search while others do, all at once, what was found to take a host down: whether it lives with
/// a small heap, and how much longer the ordinary people wait than before in the same run. Everything is on this machine,
/// and ends after a minute. <c>ABUSE_CASES</c> (such as <c>a1,a4</c>) takes some of the cases only.
/// </summary>
internal static class AbuseBenchmark
{
    private const int People = 8;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(200);

    // As fast as somebody's program sends that does not read the answers: 40 a second of each case and sender.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync()
    {
        await using var host = new AbusedHost();
        List<Person> people = [];
        try
        {
            await RunAsync(host, people);
        }
        finally
        {
            people.ForEach(p => p.Dispose());
        }
    }

    private static async Task RunAsync(AbusedHost host, List<Person> people)
    {
        var need = await FirstNeedAsync(host, people);
        var chosen = Environment.GetEnvironmentVariable("ABUSE_CASES")?.Split(',');
        var cases = (await Cases.PrepareAsync(host.Address, people)).Where(c => chosen?.Contains(c.Name) != false).ToList();
        await OrdinaryAsync(host.Address, people, need, TimeSpan.FromSeconds(10));
        var before = await OrdinaryAsync(host.Address, people, need, Calm);
        Console.WriteLine($"before: {Told(before)}, working set {host.Megabytes:0} MB");

        var answers = new ConcurrentDictionary<(Case, string), int>();
        var (spent, highest) = (host.ProcessorTime, 0.0);
        using var end = new CancellationTokenSource(Storm);
        var abuse = cases.SelectMany(c => Enumerable.Range(0, c.AtOnce).Select(_ => RepeatAsync(c, answers, end.Token))).ToList();
        var watching = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                highest = Math.Max(highest, host.Megabytes);
                await Task.Delay(100);
            }
        });
        var during = await OrdinaryAsync(host.Address, people, need, Storm);
        await Task.WhenAll([.. abuse, watching]);
        Console.WriteLine($"during: {Told(during)}, working set up to {highest:0} MB, processor {(host.ProcessorTime - spent).TotalSeconds:0} s of {Storm.TotalSeconds:0} s");
        foreach (var (asked, count) in answers.OrderBy(a => a.Key.Item1.Name).ThenBy(a => a.Key.Item1.What).ThenBy(a => a.Key.Item2))
        {
            Console.WriteLine($"  {asked.Item1.Name} {asked.Item1.What,-58} {asked.Item2,-12} {count,6}");
        }

        Console.WriteLine($"p95 ratio {during.Times.Percentile(0.95) / before.Times.Percentile(0.95):0.00} (aim: under 3), the host {(host.Lives ? "lives" : "is dead: " + string.Join(" | ", host.Said))}");
    }

    private static async Task<Guid> FirstNeedAsync(AbusedHost host, List<Person> people)
    {
        var first = new Person(host.Address, "198.51.100.200");
        people.Add(first);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var found = JsonNode.Parse(await first.ReadAsync("/api/search?kind=need&size=1"))!["hits"]!;
                if ((int)found["total"]! >= 40 && (int)JsonNode.Parse(await first.ReadAsync("/api/search?size=1"))!["hits"]!["total"]! >= 200)
                {
                    return (Guid)found["items"]![0]!["id"]!;
                }
            }
            catch (HttpRequestException) when (host.Lives && clock.Elapsed < Patience)
            {
                // Not listening yet, or not ready.
            }

            await Task.Delay(500);
            if (clock.Elapsed > Patience)
            {
                throw new InvalidOperationException("The host is not ready: " + string.Join(" | ", host.Said));
            }
        }
    }

    private static async Task<(List<double> Times, int Failed)> OrdinaryAsync(Uri portal, List<Person> people, Guid need, TimeSpan time)
    {
        string[] paths =
        [
            "/", "/needs", $"/needs/{need}", $"/api/needs/{need}", "/api/search?q=轴承", "/achievements?q=密封", "/api/search?q=漏油&kind=achievement", "/experts",
        ];
        string[] own = ["/api/needs/mine", "/api/cooperation/interests", "/api/notifications", "/api/search?q=轴承密封", "/api/search/saved"];
        var times = new ConcurrentBag<double>();
        var failed = 0;
        using var end = new CancellationTokenSource(time);
        await Task.WhenAll(Enumerable.Range(0, People).Select(async i =>
        {
            // Half of them visitors, half members.
            using var person = i % 2 == 0
                ? new Person(portal, $"198.51.100.{i + 1}")
                : Person.Member(portal, $"198.51.100.{i + 1}", Roles.Enterprise, "hengshuo", OrganisationKind.Enterprise, "云浦恒朔轴承有限公司", "hengshuo-lv");
            var mine = i % 2 == 0 ? paths : [.. paths[3..7], .. own];
            for (var n = i; !end.IsCancellationRequested; n++)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    if (await person.GetAsync(mine[n % mine.Length], CancellationToken.None) != HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref failed);
                    }
                }
                catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
                {
                    Interlocked.Increment(ref failed);
                }

                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(Thinking);
            }
        }));
        return ([.. times], failed);
    }

    private static async Task RepeatAsync(Case asked, ConcurrentDictionary<(Case, string), int> answers, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            string answer;
            try
            {
                answer = ((int)await asked.SendAsync(end)).ToString(null, null);
            }
            catch (OperationCanceledException)
            {
                answer = "given up";
            }
            catch (HttpRequestException)
            {
                answer = "no answer";
            }

            answers.AddOrUpdate((asked, answer), 1, (_, count) => count + 1);
            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    private static string Told((List<double> Times, int Failed) sample) =>
        $"p50 {sample.Times.Percentile(0.5):0} ms, p95 {sample.Times.Percentile(0.95):0} ms, p99 {sample.Times.Percentile(0.99):0} ms of {sample.Times.Count} requests, {sample.Failed} failed";
}
