namespace Matchmaking.Contracts;

/// <summary>Names of the services as they stand in routes, settings, schemas and queue names.</summary>
public static class ServiceNames
{
    public const string Identity = "identity";
    public const string Needs = "needs";
    public const string Achievements = "achievements";
    public const string Experts = "experts";
    public const string Search = "search";
    public const string Cooperation = "cooperation";
    public const string Notifications = "notifications";

    public const string BlueFire = "bluefire";
    public const string Events = "events";

    /// <summary>The web app; it has no API of its own.</summary>
    public const string Web = "web";

    /// <summary>Every service with an API.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Identity, Needs, Achievements, Experts, Search, Cooperation, Notifications];

    /// <summary>Services whose facts are settled, for others read them, before anything publishes them.</summary>
    public static IReadOnlyList<string> Planned { get; } = [BlueFire, Events];
}
