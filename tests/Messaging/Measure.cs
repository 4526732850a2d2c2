using System.Diagnostics;
using Matchmaking.Testing;

namespace Matchmaking.Messaging.Tests;

/// <summary>Prints how fast facts pass from commit to handled: run this project with <c>measure</c>, in Release.</summary>
internal static class Measure
{
    public const string Verb = "measure";
    private const int Count = 5000;

    public static async Task<int> RunAsync()
    {
        await PassAsync(DatabaseKind.Sqlite, rabbitMq: false, "warm-up");
        await PassAsync(DatabaseKind.Sqlite, rabbitMq: false, "sqlite, in memory");
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is null || Environment.GetEnvironmentVariable("TEST_RABBITMQ") is null)
            return 0;
        await PassAsync(DatabaseKind.Postgres, rabbitMq: false, "postgres, in memory");
        await PassAsync(DatabaseKind.Postgres, rabbitMq: true, "postgres, rabbitmq");
        return 0;
    }

    private static async Task PassAsync(DatabaseKind kind, bool rabbitMq, string title)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(kind);
        await using var host = await PartyHost.StartAsync(database, broker.Settings);
        await host.PublishAsync(Facts.Account());
        await host.SentAsync();

        var clock = Stopwatch.StartNew();
        foreach (var chunk in Enumerable.Range(0, Count).Select(_ => Facts.Account()).Chunk(500))
            await host.PublishAsync(chunk);
        await host.SentAsync(120);
        var sent = clock.Elapsed;
        await Probe.Until(() => host.Handlers.Calls > Count, "everything is handled", 120);
        var (all, hot) = (clock.Elapsed, Guid.NewGuid());

        clock.Restart();
        await host.PublishAsync(Enumerable.Range(1, 200).Select(v => Facts.Account(hot, v)));
        await host.SentAsync(120);
        var one = clock.Elapsed;

        var waits = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var calls = host.Handlers.Calls;
            clock.Restart();
            await host.PublishAsync(Facts.Account());
            while (host.Handlers.Calls == calls)
                await Task.Yield();
            waits.Add(clock.Elapsed.TotalMilliseconds);
        }
        waits.Sort();
        Console.WriteLine($"{title}: {Count / sent.TotalSeconds:0}/s sent, {Count / all.TotalSeconds:0}/s handled; one key {200 / one.TotalSeconds:0}/s; "
            + $"publish to handler p50 {waits[25]:0.0} ms, p98 {waits[48]:0.0} ms");
    }
}
