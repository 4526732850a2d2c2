using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging;

internal static class Databases
{
    public static bool IsSqlite(this DbContext db) => db.Database.ProviderName?.Contains("Sqlite", StringComparison.Ordinal) == true;

    public static bool IsPostgres(this DbContext db) => db.Database.ProviderName?.Contains("Npgsql", StringComparison.Ordinal) == true;

    /// <summary>The quoted name of an entity's table, with its schema where it has one.</summary>
    public static string Table<TEntity>(this DbContext db)
    {
        var type = db.Model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException(
            $"{db.GetType().Name} does not map {typeof(TEntity).Name}: call AddMessaging() in its OnModelCreating.");
        return db.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.GetTableName()!, type.GetSchema());
    }

    public static DbContext Context(this IServiceProvider services, Type context) => (DbContext)services.GetRequiredService(context);

    public static string Trim(string? text, int length) => text is null || text.Length <= length ? text ?? "" : text[..length];
}
