using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Another process that looks into a database while the host writes to it, as a backup script or an operator would.</summary>
internal static class Outsider
{
    public const string Verb = "look";

    /// <summary>Opens the file in a process of its own, reads it and closes it.</summary>
    /// <returns>How many records it saw, and what the check of the whole file said.</returns>
    public static async Task<(int Records, string Check)> LookAsync(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Verb);
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        var lines = (await output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(lines[0], CultureInfo.InvariantCulture), string.Join('\n', lines[1..]));
    }

    public static async Task<int> RunAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        foreach (var sql in new[] { "SELECT COUNT(*) FROM records", "PRAGMA integrity_check" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                Console.WriteLine(rows.GetValue(0));
            }
        }

        return 0;
    }
}
