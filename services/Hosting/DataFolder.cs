using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Matchmaking.Hosting;

/// <summary>
/// Closes the data folder to other users of the machine: databases, mails and the keys that sign sessions lie in it
/// unencrypted. On Windows the folder's access list is the operator's to set.
/// </summary>
internal static class DataFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const uint OwnerOnly = 0b000_111_111;

    /// <summary>What this process makes from now on is its owner's alone, and so is what lies there from before.</summary>
    public static void Close(IConfiguration configuration)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _ = SetMask(OwnerOnly);
        var folder = new DirectoryInfo(configuration.DataPath());
        try
        {
            if (folder.Exists && folder.EnumerateFileSystemInfos().Where(IsOurs).ToList() is { Count: > 0 } ours)
            {
                ours.ForEach(Close);
                // A folder for everybody, such as /tmp, was named by mistake; closing it would stop the machine.
                if (!folder.UnixFileMode.HasFlag(UnixFileMode.StickyBit))
                {
                    folder.UnixFileMode = Owner | UnixFileMode.UserExecute;
                }
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // Another user's, such as after a backup was copied back: the start says so where it matters.
        }
    }

    private static bool IsOurs(FileSystemInfo entry) =>
        entry.LinkTarget is null && (entry.Name is "keys" or "mail" or "index" or "lock" || entry.Name.Contains(".db", StringComparison.Ordinal));

    [UnsupportedOSPlatform("windows")]
    private static void Close(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo inner)
        {
            inner.UnixFileMode = Owner | UnixFileMode.UserExecute;
            foreach (var below in inner.EnumerateFileSystemInfos().Where(e => e.LinkTarget is null))
            {
                Close(below);
            }
        }
        else
        {
            entry.UnixFileMode = Owner;
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport would need unsafe code for one call
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
#pragma warning restore SYSLIB1054
}
