namespace Matchmaking.Hosting;

/// <summary>Settings that more than one part reads.</summary>
public static class Settings
{
    /// <summary>Where a host listens unless <c>Urls</c> says otherwise.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    /// <summary>The data folder: <c>Data:Path</c>, <c>MATCHMAKING_DATA</c>, or ./data of the folder the host was started in.</summary>
    public static string DataPath(this IConfiguration configuration) =>
        Path.GetFullPath(configuration["Data:Path"] ?? "data");

    /// <summary>The address users reach the portal at; also the tokens' issuer.</summary>
    public static string PublicUrl(this IConfiguration configuration) =>
        (configuration["Public:Url"] ?? FirstAddress(configuration)).TrimEnd('/');

    /// <summary>Whether users reach the portal over TLS.</summary>
    public static bool IsPublicOverTls(this IConfiguration configuration) =>
        configuration.PublicUrl().StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a service answers: the first of its addresses.</summary>
    public static Uri ServiceUrl(this IConfiguration configuration, string service) => configuration.ServiceUrls(service)[0];

    /// <summary>
    /// Where the replicas of a service answer: <c>Services:&lt;name&gt;:Url</c>, several separated by <c>;</c>, or this host.
    /// </summary>
    /// <exception cref="InvalidOperationException">An address is none.</exception>
    public static IReadOnlyList<Uri> ServiceUrls(this IConfiguration configuration, string service)
    {
        var setting = $"Services:{service}:Url";
        string[] addresses = (configuration[setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length == 0
            ? [new Uri(FirstAddress(configuration))]
            : [.. addresses.Select(a => Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
                ? uri
                : throw new InvalidOperationException($"{setting}: '{a}' is not an address such as http://{service}:8080."))];
    }

    internal static Dictionary<string, string?> FromEnvironment() =>
        Environment.GetEnvironmentVariable("MATCHMAKING_DATA") is { Length: > 0 } path
            ? new() { ["Data:Path"] = path }
            : [];

    private static string FirstAddress(IConfiguration configuration) =>
        (configuration["Urls"] ?? DefaultAddress).Split(';')[0]
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
}
