using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;

namespace Matchmaking.Benchmarks;

/// <summary>From the answer to a publication until the need is found by search, under a steady 50 writes a second.</summary>
internal static class FindableBenchmark
{
    private const int WritesPerSecond = 50;
    private const int Needs = 600;
    private const string Common = "基准测试需求";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync()
    {
        await using var portal = await Portal.StartAsync(testTokens: true);
        using var enterprise = portal.Client(Roles.Enterprise, "hengshuo", "hengshuo");
        using var bureau = portal.Client(Roles.Organizer, "bureau", "bureau");
        var submitted = new List<RecordView<NeedContent>>();
        for (var i = 0; i < Needs; i++)
        {
            var draft = await SendAsync<RecordView<NeedContent>>(enterprise, "/api/needs", Content(i));
            submitted.Add(await SendAsync<RecordView<NeedContent>>(enterprise, $"/api/needs/{draft.Id}/moves", new MoveRecord("submit", draft.Version)));
        }

        // One reader that asks for the newest records of a word that all have, with a rest after each round. A search for each
        // record that is outstanding would be measuring the searches: as soon as they take longer than the time between two
        // publications, more and more records are outstanding, and the last of them waits for all the others' searches.
        var outstanding = new ConcurrentDictionary<Guid, (int Number, long Since)>();
        var waits = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        using var end = new CancellationTokenSource();
        var published = 0;
        var reading = Task.Run(() => FindAsync(bureau, () => Volatile.Read(ref published), outstanding, waits, end.Token));
        var writing = new List<Task>();
        for (var i = 0; i < Needs; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / WritesPerSecond);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed);
            }

            var (need, number) = (submitted[i], i);
            Volatile.Write(ref published, i);
            writing.Add(Task.Run(async () =>
            {
                await SendAsync<RecordView<NeedContent>>(bureau, $"/api/needs/{need.Id}/moves", new MoveRecord("publish", need.Version));
                outstanding[need.Id] = (number, Stopwatch.GetTimestamp());
            }));
        }

        await Task.WhenAll(writing);
        var written = clock.Elapsed;
        while (!outstanding.IsEmpty && clock.Elapsed - written < Patience)
        {
            await Task.Delay(50);
        }

        await end.CancelAsync();
        await reading;
        Console.WriteLine(
            $"{Needs} publications at {Needs / written.TotalSeconds:0} a second (asked {WritesPerSecond}): " +
            $"findable p50 {waits.Percentile(0.5):0} ms  p99 {waits.Percentile(0.99):0} ms  not within {Patience.TotalSeconds:0} s: {outstanding.Count}");
    }

    private static async Task FindAsync(
        HttpClient reader, Func<int> published, ConcurrentDictionary<Guid, (int Number, long Since)> outstanding, ConcurrentBag<double> waits, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            // As far back as the oldest that is outstanding may be; publications end in about the order in which they begin.
            var back = published() - outstanding.Values.Select(o => o.Number).DefaultIfEmpty(published()).Min() + WritesPerSecond;
            for (var page = 1; !outstanding.IsEmpty && (page - 1) * Page<object>.MaxSize < back; page++)
            {
                var found = await reader.GetFromJsonAsync<SearchResult>(
                    $"/api/search?kind=need&sort=newest&page={page}&size={Math.Min(back, Page<object>.MaxSize)}&q={Common}", JsonDefaults.Options);
                foreach (var hit in found!.Hits.Items)
                {
                    if (outstanding.TryRemove(hit.Id, out var answered))
                    {
                        waits.Add(Stopwatch.GetElapsedTime(answered.Since).TotalMilliseconds);
                    }
                }
            }

            await Task.Delay(50);
        }
    }

    private static NeedContent Content(int i) => new()
    {
        Title = $"{Common} {i}",
        Problem = "滚动轴承在泥水工况下密封失效，要求延长寿命并降低摩擦力矩。",
        Keywords = ["密封"],
        Field = "manufacturing",
        Industry = "3451",
        Modes = ["joint"],
        Disclosure = Disclosure.L0,
        NoStateSecret = true,
        ContactName = "测试",
        ContactPhone = "13800000000",
    };

    private static async Task<T> SendAsync<T>(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsync(path, JsonContent.Create(body, body.GetType(), options: JsonDefaults.Options));
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }

        return (await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Options))!;
    }
}
