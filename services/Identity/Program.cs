using Matchmaking.Hosting;

namespace Matchmaking.Identity;

/// <summary>Hosts Identity alone.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => ModuleHost.RunAsync(args, new IdentityModule());
}
