using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Markets;
using Matchmaking.Search.Providers;
using Matchmaking.Search.Watches;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>The last known version of each document: what the index can be made from without asking the owners.</summary>
public abstract class SearchDbContext(DbContextOptions options) : ServiceDbContext(options, ServiceNames.Search)
{
    public DbSet<StoredDocument> Documents => Set<StoredDocument>();

    public DbSet<StoredText> Texts => Set<StoredText>();

    public DbSet<TokenVectors> TokenVectors => Set<TokenVectors>();

    public DbSet<MarketEntry> MarketEntries => Set<MarketEntry>();

    public DbSet<MarketText> MarketTexts => Set<MarketText>();

    public DbSet<FeedbackEntry> Feedback => Set<FeedbackEntry>();

    public DbSet<PartnerMark> Marks => Set<PartnerMark>();

    public DbSet<LearnedBlend> LearnedBlends => Set<LearnedBlend>();

    public DbSet<Provider> Providers => Set<Provider>();

    public DbSet<Watch> Watches => Set<Watch>();

    public DbSet<WatchTerm> WatchTerms => Set<WatchTerm>();

    public DbSet<WatchHit> WatchHits => Set<WatchHit>();

    public DbSet<NewRecord> NewRecords => Set<NewRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<StoredDocument>(document =>
        {
            document.ToTable("documents");
            document.Property(d => d.Kind).HasMaxLength(20);
            document.Property(d => d.Version).IsConcurrencyToken();
            document.HasIndex(d => d.OrganisationId);
        });
        modelBuilder.Entity<StoredText>(text =>
        {
            text.ToTable("texts");
            // Not the column of releases that kept all vectors in the text's row: a process of theirs that still runs would
            // say there that it has seen a text, and leave no sentence.
            text.Property(t => t.Model).HasColumnName("SentenceModel").HasMaxLength(16);
            text.HasIndex(t => t.Model);
            text.HasOne<StoredDocument>().WithOne().HasForeignKey<StoredText>(t => t.Id).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<TokenVectors>(vectors =>
        {
            vectors.ToTable("token_vectors");
            vectors.HasOne<StoredText>().WithOne().HasForeignKey<TokenVectors>(v => v.Id).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.AddMarkets();
        modelBuilder.AddFeedback();
        modelBuilder.AddProviders();
        modelBuilder.AddWatches();
    }
}

public sealed class SqliteSearchDbContext(DbContextOptions<SqliteSearchDbContext> options) : SearchDbContext(options);

public sealed class PostgresSearchDbContext(DbContextOptions<PostgresSearchDbContext> options) : SearchDbContext(options);

/// <summary>A document as JSON.</summary>
public sealed class StoredDocument : ICopy
{
    public required Guid Id { get; init; }

    public required RecordKind Kind { get; init; }

    public long Version { get; set; }

    public bool Visible { get; set; }

    /// <summary>The owner; empty only in rows of a release before this column.</summary>
    public Guid OrganisationId { get; set; }

    public DateTime? PublishedAt { get; set; }

    public required string Json { get; set; }
}
