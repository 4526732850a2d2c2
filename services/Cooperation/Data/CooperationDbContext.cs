using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Matchmaking.Cooperation.Data;

/// <summary>Database of the service.</summary>
public abstract class CooperationDbContext(DbContextOptions options) : ServiceDbContext(options, ServiceNames.Cooperation)
{
    public DbSet<Interest> Interests => Set<Interest>();

    public DbSet<Item> Items => Set<Item>();

    public DbSet<KnownOrganisation> Organisations => Set<KnownOrganisation>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Interest>(interest =>
        {
            interest.ToTable("interests");
            interest.Property(i => i.Version).IsConcurrencyToken();
            interest.Property(i => i.Number).HasMaxLength(20);
            interest.Property(i => i.Status).HasMaxLength(20);
            interest.Property(i => i.ItemKind).HasMaxLength(20);
            interest.Property(i => i.OwnKind).HasMaxLength(20);
            interest.Property(i => i.ItemNumber).HasMaxLength(20);
            interest.Property(i => i.ItemTitle).HasMaxLength(200);
            interest.Property(i => i.OwnNumber).HasMaxLength(20);
            interest.Property(i => i.OwnTitle).HasMaxLength(200);
            interest.Property(i => i.SenderName).HasMaxLength(100);
            interest.Property(i => i.ReceiverName).HasMaxLength(100);
            interest.Property(i => i.Message).HasMaxLength(500);
            interest.Property(i => i.DeclineReason).HasMaxLength(20);
            interest.Property(i => i.DeclineNote).HasMaxLength(500);
            AsDocument(interest.Property(i => i.SenderContact));
            AsDocument(interest.Property(i => i.ReceiverContact!));
            AsDocument(interest.Property(i => i.Turns));
            AsDocument(interest.Property(i => i.Ndas));
            interest.HasIndex(i => i.Number).IsUnique();
            interest.HasIndex(i => new { i.SenderOrganisationId, i.UpdatedAt });
            interest.HasIndex(i => new { i.ReceiverOrganisationId, i.UpdatedAt });
            interest.HasIndex(i => new { i.Status, i.DueAt });
            interest.HasIndex(i => i.ItemId);
            interest.HasIndex(i => i.AcceptedAt);
            interest.HasIndex(i => new { i.SenderOrganisationId, i.ItemId }).IsUnique().HasFilter("\"Status\" IN ('Sent', 'Seen', 'Asked')");
            interest.HasIndex(i => i.OwnId);
        });
        modelBuilder.Entity<Item>(item =>
        {
            item.ToTable("items");
            item.Property(i => i.Kind).HasMaxLength(20);
            item.Property(i => i.Level).HasMaxLength(10);
            item.Property(i => i.Number).HasMaxLength(20);
            item.Property(i => i.Title).HasMaxLength(200);
            item.Property(i => i.OrganisationName).HasMaxLength(100);
            AsDocument(item.Property(i => i.Avoid));
            item.HasIndex(i => i.AuthorId);
        });
        modelBuilder.Entity<KnownOrganisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.Property(o => o.Name).HasMaxLength(100);
        });
        modelBuilder.Entity<Counter>(counter =>
        {
            counter.ToTable("counters");
            counter.HasKey(c => c.Key);
            counter.Property(c => c.Key).HasMaxLength(20);
        });
    }

    private static void AsDocument<T>(PropertyBuilder<T> property) => property.HasConversion(
        value => JsonSerializer.Serialize(value, JsonDefaults.Options),
        text => JsonSerializer.Deserialize<T>(text, JsonDefaults.Options)!,
        new ValueComparer<T>(
            (a, b) => JsonSerializer.Serialize(a, JsonDefaults.Options) == JsonSerializer.Serialize(b, JsonDefaults.Options),
            value => JsonSerializer.Serialize(value, JsonDefaults.Options).GetHashCode(StringComparison.Ordinal),
            value => value));
}

public sealed class SqliteCooperationDbContext(DbContextOptions<SqliteCooperationDbContext> options) : CooperationDbContext(options);

public sealed class PostgresCooperationDbContext(DbContextOptions<PostgresCooperationDbContext> options) : CooperationDbContext(options);
