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
    private readonly Func<Task> _drop;
    private readonly SqlitePragmas _pragmas = new();

    private TestDatabase(DatabaseKind kind, string connectionString, Func<Task> drop) =>
        (Kind, ConnectionString, _drop) = (kind, connectionString, drop);

    /// <summary>Which kind it is.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates the database: on SQLite with a write-ahead log, as the product does.</summary>
    public static Task<TestDatabase> CreateAsync(DatabaseKind kind) =>
        kind == DatabaseKind.Sqlite ? CreateSqliteAsync() : CreatePostgresAsync(TestSettings.Postgres);

    /// <summary>A database that somebody else created and drops, such as the test that started this process.</summary>
    public static TestDatabase Attach(DatabaseKind kind, string connectionString) => new(kind, connectionString, () => Task.CompletedTask);

    /// <summary>Points a context at the database.</summary>
    public void Configure(DbContextOptionsBuilder options)
    {
        if (Kind == DatabaseKind.Sqlite)
            options.UseSqlite(ConnectionString).AddInterceptors(_pragmas);
        else
            options.UseNpgsql(ConnectionString);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _drop();

    private static async Task<TestDatabase> CreateSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("matchmaking-").FullName;
        var address = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "test.db") }.ToString();
        await using var connection = new SqliteConnection(address);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync();
        return new TestDatabase(DatabaseKind.Sqlite, address, () =>
        {
            SqliteConnection.ClearPool(new SqliteConnection(address));
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // A host that a test abandoned on purpose may still hold the file; it lies in the temporary folder.
            }
            return Task.CompletedTask;
        });
    }

    private static async Task<TestDatabase> CreatePostgresAsync(string server)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var address = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString();
        return new TestDatabase(DatabaseKind.Postgres, address, () =>
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(address));
            return ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        });
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
