namespace Matchmaking.Benchmarks;

/// <summary>
/// Measures the product, each figure beside its yardstick in the same run:
/// <c>dotnet run -c Release --project tests/Benchmarks -- pages|findable|abuse|outbox|start|relevance|transfer|reviewers|calibration|exposure|scale|all</c>.
/// </summary>
public static class Program
{
    private static readonly Dictionary<string, Func<Task>> Benchmarks = new()
    {
        ["start"] = StartBenchmark.RunAsync,
        ["pages"] = PagesBenchmark.RunAsync,
        ["findable"] = FindableBenchmark.RunAsync,
        ["abuse"] = Abuse.AbuseBenchmark.RunAsync,
        ["outbox"] = OutboxBenchmark.RunAsync,
        ["relevance"] = Relevance.RelevanceBenchmark.RunAsync,
        ["calibration"] = Relevance.CalibrationBenchmark.RunAsync,
        ["transfer"] = Relevance.TransferBenchmark.RunAsync,
        ["reviewers"] = Relevance.ReviewerBenchmark.RunAsync,
        ["scale"] = Relevance.ScaleBenchmark.RunAsync,
        ["exposure"] = Relevance.ExposureBenchmark.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args is [Abuse.AbusedHost.Verb, .. var settings])
        {
            await Abuse.AbusedHost.RunAsync(settings);
            return 0;
        }

        var name = args is [var first, ..] ? first : "all";
        if (name != "all" && !Benchmarks.ContainsKey(name))
        {
            Console.Error.WriteLine($"There is no benchmark '{name}': {string.Join(", ", Benchmarks.Keys)} or all.");
            return 2;
        }

        foreach (var (key, run) in Benchmarks.Where(b => name == "all" || b.Key == name))
        {
            Console.WriteLine($"## {key}");
            await run();
        }

        return 0;
    }
}
