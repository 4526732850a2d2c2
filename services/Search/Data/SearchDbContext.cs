using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>The last known version of each document: what the index can be made from without asking the owners.</summary>
public abstract class SearchDbContext(DbContextOptions options) : ServiceDbContext(options, ServiceNames.Search)
{
    public DbSet<StoredDocument> Documents => Set<StoredDocument>();

    public DbSet<StoredText> Texts => Set<StoredText>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<StoredDocument>(document =>
        {
            document.ToTable("documents");
            document.Property(d => d.Kind).HasMaxLength(20);
            document.Property(d => d.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<StoredText>(text =>
        {
            text.ToTable("texts");
            text.Property(t => t.Model).HasMaxLength(16);
            text.HasIndex(t => t.Model);
            text.HasOne<StoredDocument>().WithOne().HasForeignKey<StoredText>(t => t.Id).OnDelete(DeleteBehavior.Cascade);
        });
    }
}

public sealed class SqliteSearchDbContext(DbContextOptions<SqliteSearchDbContext> options) : SearchDbContext(options);

public sealed class PostgresSearchDbContext(DbContextOptions<PostgresSearchDbContext> options) : SearchDbContext(options);

/// <summary>A document as JSON.</summary>
public sealed class StoredDocument
{
    public required Guid Id { get; init; }

    public required RecordKind Kind { get; init; }

    public long Version { get; set; }

    public bool Visible { get; set; }

    public required string Json { get; set; }
}
