using System.Data.Common;
using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Matchmaking.Hosting;

/// <summary>Registers a service's database on the provider that <c>Storage:Provider</c> names.</summary>
public static class Database
{
    // Seven services in processes of their own leave some of the hundred connections that PostgreSQL allows by default.
    private const int ConnectionsPerService = 12;

    private const string Postgres = "Storage:Postgres";
    private const string PoolSize = "Maximum Pool Size";

    /// <summary>
    /// Gives <c>Storage:Postgres</c> a limit of connections that all services together stay under, unless it has one.
    /// Services of one process share theirs.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is no connection string.</exception>
    internal static void LimitConnections(this IHostApplicationBuilder builder, int services)
    {
        if (builder.Configuration[Postgres] is not { Length: > 0 } text)
        {
            return;
        }

        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            if (!connection.ShouldSerialize(PoolSize))
            {
                connection.MaxPoolSize = ConnectionsPerService * Math.Max(1, services);
                builder.Configuration[Postgres] = connection.ConnectionString;
            }
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"{Postgres} is no connection string: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Registers <typeparamref name="TContext"/> as the thin context of the chosen provider: a SQLite file
    /// <c>&lt;data&gt;/&lt;service&gt;.db</c>, or the schema <c>&lt;service&gt;</c> of the database in <c>Storage:Postgres</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The provider is unknown, or PostgreSQL has no connection string.</exception>
    public static void AddServiceDatabase<TContext, TSqlite, TPostgres>(
        this IHostApplicationBuilder builder, string service, Action<DbContextOptionsBuilder>? configure = null)
        where TContext : DbContext
        where TSqlite : TContext
        where TPostgres : TContext
    {
        var provider = builder.Configuration["Storage:Provider"] ?? "sqlite";
        switch (provider.ToLowerInvariant())
        {
            case "sqlite":
                var folder = builder.Configuration.DataPath();
                Directory.CreateDirectory(folder);
                var file = Path.Combine(folder, $"{service}.db");
                // A private cache: with a shared one, readers block on table locks that WAL would not take.
                Add<TSqlite>(o => o.UseSqlite($"Data Source={file};Cache=Private;Default Timeout=30")
                    .AddInterceptors(new SqlitePragmas()));
                break;
            case "postgres":
                var connection = builder.Configuration[Postgres]
                    ?? throw new InvalidOperationException("Storage:Provider is postgres, but Storage:Postgres holds no connection string.");
                Add<TPostgres>(o => o.UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable("__migrations", service)));
                break;
            default:
                throw new InvalidOperationException($"Storage:Provider is '{provider}'; it can be sqlite or postgres.");
        }

        void Add<TDerived>(Action<DbContextOptionsBuilder> use) where TDerived : TContext
        {
            builder.Services.AddDbContext<TDerived>((services, options) =>
            {
                use(options);
                configure?.Invoke(options);
                options.AddInterceptors(services.GetRequiredService<OutboxSignalInterceptor>());
            });
            builder.Services.AddScoped<TContext>(services => services.GetRequiredService<TDerived>());
            builder.Services.AddSingleton(new MigratedContext(service, typeof(TDerived)));
        }
    }

    /// <summary>
    /// Applied at each opened connection; journal mode persists in the file, the others do not. Full synchronisation,
    /// because delivery spans files: a power failure must not keep one service's "sent" and lose another's "received".
    /// </summary>
    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        private const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (IsReadOnly(connection))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (IsReadOnly(connection))
            {
                return;
            }

            await using var command = connection.CreateCommand();
            command.CommandText = Sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // EF looks whether a database is there through a connection that may not change its journal mode.
        private static bool IsReadOnly(DbConnection connection) =>
            connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>A context whose migrations this process applies at start.</summary>
public sealed record MigratedContext(string Service, Type Context);
