using Matchmaking.Hosting;

namespace Matchmaking.Notifications;

/// <summary>Hosts this one service.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => ModuleHost.RunAsync(args, new NotificationsModule());
}
