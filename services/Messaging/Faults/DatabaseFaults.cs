using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging.Faults;

/// <summary>What a failure says about the database rather than about the message.</summary>
public static partial class DatabaseFaults
{
    /// <summary>Another transaction was in the way; the same work is expected to succeed soon.</summary>
    public static bool IsContention(Exception error) => Chain(error).Any(e =>
        e is DbUpdateConcurrencyException || e is DbException db && (db.SqlState is "40001" or "40P01" or "55P03" || SqliteCode(db) is 5 or 6 || db.InnerException is TimeoutException));

    /// <summary>The database cannot be reached or cannot work at all; no message is to blame.</summary>
    public static bool IsAway(Exception error) => !IsContention(error) && Chain(error).Any(e =>
        e is SocketException || e is DbException db && (db.IsTransient || db.SqlState is "57P01" or "57P02" or "57P03" || SqliteCode(db) is 10 or 13 or 14));

    /// <summary>
    /// A database is away or another transaction in the way: nothing is wrong with what was asked, and later it may succeed.
    /// </summary>
    public static bool IsPassing(Exception error) => Chain(error).OfType<DbException>().Any() && (IsContention(error) || IsAway(error));

    // Messaging sees no provider, so SQLite's result code is read from its message.
    private static int SqliteCode(DbException error) =>
        SqliteError().Match(error.Message) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan) : 0;

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }

    [GeneratedRegex(@"^SQLite Error (\d+)")]
    private static partial Regex SqliteError();
}
