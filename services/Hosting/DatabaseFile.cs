using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace Matchmaking.Hosting;

/// <summary>
/// An embedded database's file. SQLite opens one that it may only read without a word and fails at the first write, such as
/// after a backup was copied back by another user, or where the disk is full.
/// </summary>
/// <remarks>
/// Nothing in this process opens such a file but SQLite: a process that closes a file loses all its POSIX locks on it,
/// whoever took them, and other programs then take the database for abandoned and delete its write-ahead log.
/// </remarks>
internal static class DatabaseFile
{
    // A checkpoint of the write-ahead log at its usual size, and then some.
    private const long LeastFreeBytes = 16 * 1024 * 1024;

    /// <summary>Whether the database is a file that this process may not write, or one that has no room to grow.</summary>
    public static async Task<bool> IsUnwritableAsync(DatabaseFacade database, CancellationToken cancellation)
    {
        if (!database.IsSqlite() || PathOf(database) is not { } path || !File.Exists(path))
        {
            return false;
        }

        // A connection of its own: one from the pool was opened when the file could still be written.
        var address = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        await using var connection = new SqliteConnection(address.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN)
        {
            return true;
        }

        return raw.sqlite3_db_readonly(connection.Handle!, "main") == 1
            || new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace < LeastFreeBytes;
    }

    public static string? PathOf(DatabaseFacade database) => database.GetDbConnection().DataSource;
}
