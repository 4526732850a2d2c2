using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Matchmaking.Testing;

/// <summary>The database kinds the product runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A file; always there.</summary>
    Sqlite,

    /// <summary>A database of the server in <c>TEST_POSTGRES</c>; the test is skipped without it.</summary>
    Postgres,
}

/// <summary>An empty database of a test's own, dropped on disposal.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly string? _server;
    private readonly string _name;

    private TestDatabase(DatabaseKind kind)
    {
        Kind = kind;
        _name = $"test_{Guid.NewGuid():N}";
        if (kind == DatabaseKind.Sqlite)
        {
            _folder = Directory.CreateTempSubdirectory("matchmaking-").FullName;
            ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, $"{_name}.db") }.ToString();
        }
        else
        {
            _server = TestSettings.Postgres;
            ConnectionString = new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 20 }.ToString();
        }
    }

    /// <summary>Which kind it is.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates the database: on SQLite with a write-ahead log, as the product does.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var database = new TestDatabase(kind);
        if (database._server is { } server)
        {
            await ExecuteAsync(server, $"CREATE DATABASE {database._name}");
            return database;
        }
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync();
        return database;
    }

    /// <summary>Points a context at the database.</summary>
    public void Configure(DbContextOptionsBuilder options)
    {
        if (Kind == DatabaseKind.Sqlite)
            options.UseSqlite(ConnectionString);
        else
            options.UseNpgsql(ConnectionString);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await using (var connection = new NpgsqlConnection(ConnectionString))
                NpgsqlConnection.ClearPool(connection);
            await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
            return;
        }
        await using (var connection = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(connection);
        try
        {
            Directory.Delete(_folder!, recursive: true);
        }
        catch (IOException)
        {
            // A host that a test abandoned on purpose may still hold the file; it lies in the temporary folder.
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
