using System.Text.RegularExpressions;

namespace Matchmaking.Search.Elastic;

/// <summary>How to reach the cluster.</summary>
/// <param name="Nodes">One address or several of the same cluster; a node that does not answer is passed over.</param>
/// <param name="Index">The alias that readers use; the indices behind it are named after it.</param>
internal sealed partial record ElasticSettings(IReadOnlyList<Uri> Nodes, string Index = ElasticSettings.DefaultIndex)
{
    private const string DefaultIndex = "matchmaking";
    private const string Section = "Search:Elasticsearch:";

    // A page that asks answers within three seconds. What nobody waits for may take longer.
    private const double PageSeconds = 2;
    /// <summary>A limit where nobody waits.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? ApiKey { get; init; }

    public int Shards { get; init; } = 1;

    /// <summary>For a search, all its tries together; one try of writing may take five times as long.</summary>
    public TimeSpan Timeout { get; init; } = Patient;

    /// <summary>Reads <c>Search:Elasticsearch:*</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong.</exception>
    public static ElasticSettings From(IConfiguration configuration)
    {
        var nodes = (configuration[Section + "Url"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (nodes.Length == 0)
        {
            throw new InvalidOperationException($"Search:Engine is elasticsearch, but {Section}Url does not say where it is.");
        }

        var wrong = Array.Find(nodes, n => !Uri.TryCreate(n, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"));
        if (wrong is not null)
        {
            throw new InvalidOperationException($"{Section}Url: '{wrong}' is not an address such as http://elasticsearch:9200.");
        }

        var index = configuration[Section + "Index"] ?? DefaultIndex;
        if (!IndexNames().IsMatch(index))
        {
            throw new InvalidOperationException($"{Section}Index: '{index}' must be lower-case letters, digits, '-' and '_', beginning with a letter, 100 at most.");
        }

        var shards = configuration.GetValue(Section + "Shards", 1);
        var seconds = configuration.GetValue(Section + "TimeoutSeconds", PageSeconds);
        if (shards is < 1 or > 100 || seconds is not (> 0 and <= 300))
        {
            throw new InvalidOperationException($"{Section}Shards must be 1 to 100 and {Section}TimeoutSeconds up to 300; they are {shards} and {seconds}.");
        }

        return new([.. nodes.Select(n => new Uri(n.TrimEnd('/') + "/"))], index)
        {
            Username = configuration[Section + "Username"],
            Password = configuration[Section + "Password"],
            ApiKey = configuration[Section + "ApiKey"],
            Shards = shards,
            Timeout = TimeSpan.FromSeconds(seconds),
        };
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,99}\z")]
    private static partial Regex IndexNames();
}
