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

    /// <summary>Where a service answers: <c>Services:&lt;name&gt;:Url</c>, or this host.</summary>
    public static Uri ServiceUrl(this IConfiguration configuration, string service) =>
        new(configuration[$"Services:{service}:Url"] ?? FirstAddress(configuration));

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
