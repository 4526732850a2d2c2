using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Matchmaking.Records.Data;

/// <summary>Database of a service of reviewed records.</summary>
public abstract class RecordDbContext<TRecord, TContent, TStatus>(DbContextOptions options, string service)
    : ServiceDbContext(options, service)
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    public DbSet<TRecord> Records => Set<TRecord>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<KnownOrganisation> Organisations => Set<KnownOrganisation>();

    public DbSet<OrganisationName> OrganisationNames => Set<OrganisationName>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<TRecord>(record =>
        {
            record.ToTable("records");
            record.Property(r => r.Version).IsConcurrencyToken();
            record.Property(r => r.Number).HasMaxLength(20);
            record.Property(r => r.Status).HasMaxLength(20);
            record.Property(r => r.Revision).HasMaxLength(10);
            record.Property(r => r.Title).HasMaxLength(200);
            record.Property(r => r.Field).HasMaxLength(20);
            record.Property(r => r.Industry).HasMaxLength(10);
            record.Property(r => r.Level).HasMaxLength(10);
            record.Property(r => r.AuthorName).HasMaxLength(100);
            record.Property(r => r.ReturnReason).HasMaxLength(500);
            AsDocument(record.Property(r => r.Content));
            AsDocument(record.Property(r => r.ReviewedContent!));
            AsDocument(record.Property(r => r.PublishedContent!));
            record.HasIndex(r => r.Number).IsUnique();
            record.HasIndex(r => new { r.OrganisationId, r.UpdatedAt });
            record.HasIndex(r => new { r.Status, r.DueAt });
            record.HasIndex(r => new { r.Revision, r.DueAt });
            record.HasIndex(r => r.PublishedAt);
            record.HasIndex(r => r.ValidUntil);
            record.HasIndex(r => new { r.UpdatedAt, r.Id });
        });
        modelBuilder.Entity<HistoryEntry>(entry =>
        {
            entry.ToTable("history");
            entry.Property(e => e.Actor).HasMaxLength(100);
            entry.Property(e => e.Verb).HasMaxLength(40);
            entry.Property(e => e.Note).HasMaxLength(500);
            AsDocument(entry.Property(e => e.Sentence));
            AsDocument(entry.Property(e => e.Changes));
            entry.HasIndex(e => new { e.RecordId, e.At });
        });
        modelBuilder.Entity<KnownOrganisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.Property(o => o.Name).HasMaxLength(100);
            organisation.Property(o => o.ShortName).HasMaxLength(40);
            organisation.Property(o => o.Kind).HasMaxLength(20);
            organisation.HasIndex(o => new { o.Industry, o.SizeBand, o.Town });
        });
        modelBuilder.Entity<OrganisationName>(name =>
        {
            name.ToTable("organisation_names");
            name.HasKey(n => new { n.Key, n.OrganisationId });
            name.Property(n => n.Key).HasMaxLength(32);
            name.HasIndex(n => n.OrganisationId);
        });
        modelBuilder.Entity<Grant>(grant =>
        {
            grant.ToTable("grants");
            grant.Property(g => g.Tier).HasMaxLength(10);
            grant.Property(g => g.Version).IsConcurrencyToken();
            grant.HasKey(g => new { g.RecordId, g.OrganisationId, g.InterestId });
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
