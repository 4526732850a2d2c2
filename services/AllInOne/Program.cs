using Matchmaking.Achievements;
using Matchmaking.Cooperation;
using Matchmaking.Experts;
using Matchmaking.Hosting;
using Matchmaking.Identity;
using Matchmaking.Needs;
using Matchmaking.Notifications;
using Matchmaking.Search;
using Matchmaking.Web;

namespace Matchmaking.AllInOne;

/// <summary>Everything in one process, with embedded parts only.</summary>
public static class Program
{
    /// <summary>The modules of this host.</summary>
    public static IReadOnlyList<IModule> Modules { get; } =
    [
        new IdentityModule(),
        new NeedsModule(),
        new AchievementsModule(),
        new ExpertsModule(),
        new SearchModule(),
        new CooperationModule(),
        new NotificationsModule(),
        new WebModule(),
        new DemoDistrict(),
    ];

    public static Task<int> Main(string[] args) => ModuleHost.RunAsync(args, Modules);

    /// <summary>Builds the host; tests start it with settings of their own.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null) =>
        ModuleHost.Build(args, Modules, configure);
}
