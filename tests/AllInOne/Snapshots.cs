namespace Matchmaking.AllInOne.Tests;

/// <summary>Files of this project that tests compare with, in the source tree.</summary>
internal static class Snapshots
{
    public static string Folder { get; } = Path.Combine(Root(), "tests", "AllInOne");

    /// <summary>UPDATE_SNAPSHOTS=1 writes them anew.</summary>
    public static bool Update => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No global.json above " + AppContext.BaseDirectory);
    }
}
