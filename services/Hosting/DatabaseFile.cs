using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Matchmaking.Hosting;

/// <summary>
/// An embedded database's file. SQLite opens one that it may only read without a word and fails at the first write, such as
/// after a backup was copied back by another user.
/// </summary>
internal static class DatabaseFile
{
    /// <summary>Whether the database is a file that this process may not write.</summary>
    public static bool IsUnwritable(DatabaseFacade database)
    {
        if (!database.IsSqlite() || PathOf(database) is not { } path || !File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    public static string? PathOf(DatabaseFacade database) => database.GetDbConnection().DataSource;
}
