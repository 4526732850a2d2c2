using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Matchmaking.Hosting;

/// <summary>
/// What every service's context shares: its schema (PostgreSQL) or file (SQLite), the outbox and inbox tables,
/// idempotency keys, accounts that have ended, UTC times and enums stored by name.
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options, string service) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (Database.IsNpgsql())
        {
            modelBuilder.HasDefaultSchema(service);
        }

        modelBuilder.AddMessaging();
        modelBuilder.AddIdempotency();
        modelBuilder.ApplyConfiguration(new KnownAccountConfiguration());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseServiceConventions();
}

/// <summary>Conventions of every service's model, also for contexts that must derive from another base.</summary>
public static class ModelConventions
{
    /// <summary>Enums by name; DateTime as UTC.</summary>
    public static void UseServiceConventions(this ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Enum>().HaveConversion<string>();
        configuration.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    /// <summary>The table of idempotency keys.</summary>
    public static void AddIdempotency(this ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfiguration(new IdempotencyKeyConfiguration());

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
