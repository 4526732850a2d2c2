using Matchmaking.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging.Tests;

/// <summary>A service's context as services write theirs: one base, one thin class a provider.</summary>
internal abstract class PartyDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Effect> Effects => Set<Effect>();

    public DbSet<KnownParty> Known => Set<KnownParty>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal) ? "party" : null);
        modelBuilder.AddMessaging();
        modelBuilder.Entity<Effect>().HasKey(e => e.Row);
        modelBuilder.Entity<KnownParty>(known =>
        {
            known.ToTable("known");
            known.Property(k => k.Status).HasConversion<string>();
        });
    }
}

internal sealed class SqlitePartyDb(DbContextOptions<SqlitePartyDb> options) : PartyDb(options);

internal sealed class PostgresPartyDb(DbContextOptions<PostgresPartyDb> options) : PartyDb(options);

/// <summary>A copy as services keep it.</summary>
internal sealed class KnownParty : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    public string Name { get; set; } = "";

    public OrganisationStatus Status { get; set; }

    public string? Town { get; set; }
}

/// <summary>What a handler did, once for every time it did it.</summary>
internal sealed class Effect
{
    public long Row { get; set; }

    public string Handler { get; set; } = "";

    public Guid Entity { get; set; }

    public long Version { get; set; }

    public string? TraceId { get; set; }
}
