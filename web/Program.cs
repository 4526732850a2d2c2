using Matchmaking.Hosting;

namespace Matchmaking.Web;

/// <summary>Hosts the web app alone, as the one public origin in front of the services.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => ModuleHost.RunAsync(args, new WebModule());
}
