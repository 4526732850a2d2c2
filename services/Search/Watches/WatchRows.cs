using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>What a member wants to be told about.</summary>
public sealed class Watch
{
    /// <summary>As many as a member may have; each takes a slot, so that the database keeps the limit.</summary>
    public const int MostPerMember = 20;

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>1 to <see cref="MostPerMember"/>, one a member.</summary>
    public required int Slot { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>Key of the organisation's name: records that keep it or the organisation away are not told.</summary>
    public required string AvoidKey { get; init; }

    public required WatchSubject Subject { get; init; }

    /// <summary>Of what is watched: the same thing is watched once.</summary>
    public required string Fingerprint { get; init; }

    public required string Name { get; init; }

    public Guid? RecordId { get; init; }

    public RecordKind? RecordKind { get; init; }

    public string? Query { get; init; }

    public RecordKind? Kind { get; init; }

    public string? Field { get; init; }

    public string? Mode { get; init; }

    public int? MinTrl { get; init; }

    /// <summary>Distinct tokens of the query.</summary>
    public int Terms { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? PausedAt { get; set; }

    public int Matches { get; set; }

    public DateTime? MatchedAt { get; set; }

    /// <summary>Whether the member may hear of a record: of others, open to members, and not kept from the member's organisation.</summary>
    public bool MayTell(SearchDocument document) =>
        document is { Visible: true, Level: <= Disclosure.L1 } && document.OrganisationId != OrganisationId
        && !document.Avoid.Contains(AvoidKey) && !Avoidance.Holds(document.Avoid, OrganisationId, null);
}

/// <summary>A token of a saved search; one without words has <see cref="Any"/>.</summary>
public sealed class WatchTerm
{
    public const long Any = -1;

    public required Guid WatchId { get; init; }

    /// <summary>See <see cref="Ranking.TokenBag.IdOf"/>.</summary>
    public required long Term { get; init; }
}

/// <summary>A record that suited a watch. A record is told once a watch.</summary>
public sealed class WatchHit
{
    public required Guid Id { get; init; }

    public required Guid WatchId { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid DocumentId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>What comes first in a digest: the chance, or the share of words found.</summary>
    public required double Weight { get; init; }

    /// <summary>Told at once; otherwise with the week's digest.</summary>
    public required bool Instant { get; init; }

    /// <summary>When it was told, or left out because it was gone.</summary>
    public DateTime? ToldAt { get; set; }

    /// <summary>A <see cref="WatchMatch"/>.</summary>
    public required string Json { get; init; }

    public static string Write(WatchMatch match) => JsonSerializer.Serialize(match, JsonDefaults.Options);

    public WatchMatch Read() => JsonSerializer.Deserialize<WatchMatch>(Json, JsonDefaults.Options)!;
}

/// <summary>A record that was just published and waits for its partners and for those who watch.</summary>
public sealed class NewRecord
{
    /// <summary>The document's.</summary>
    public required Guid Id { get; init; }

    public required DateTime At { get; init; }
}

/// <summary>Signs links that work without signing in.</summary>
public sealed class SigningKey
{
    public int Id { get; init; }

    public required byte[] Key { get; init; }
}

internal static class WatchesModel
{
    public static void AddWatches(this ModelBuilder model)
    {
        model.Entity<Watch>(watch =>
        {
            watch.ToTable("watches");
            watch.Property(w => w.AvoidKey).HasMaxLength(32);
            watch.Property(w => w.Subject).HasMaxLength(20);
            watch.Property(w => w.Fingerprint).HasMaxLength(32);
            watch.Property(w => w.Name).HasMaxLength(100);
            watch.Property(w => w.RecordKind).HasMaxLength(20);
            watch.Property(w => w.Query).HasMaxLength(200);
            watch.Property(w => w.Kind).HasMaxLength(20);
            watch.Property(w => w.Field).HasMaxLength(40);
            watch.Property(w => w.Mode).HasMaxLength(40);
            watch.HasIndex(w => new { w.AccountId, w.Slot }).IsUnique();
            watch.HasIndex(w => new { w.AccountId, w.Fingerprint }).IsUnique();
            watch.HasIndex(w => w.RecordId);
        });
        model.Entity<WatchTerm>(term =>
        {
            term.ToTable("watch_terms").HasKey(t => new { t.Term, t.WatchId });
            term.HasOne<Watch>().WithMany().HasForeignKey(t => t.WatchId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<WatchHit>(hit =>
        {
            hit.ToTable("watch_hits");
            hit.HasOne<Watch>().WithMany().HasForeignKey(h => h.WatchId).OnDelete(DeleteBehavior.Cascade);
            // Two replicas that send digests at once: the second one finds it told.
            hit.Property(h => h.ToldAt).IsConcurrencyToken();
            hit.HasIndex(h => new { h.WatchId, h.DocumentId }).IsUnique();
            hit.HasIndex(h => new { h.AccountId, h.ToldAt });
            hit.HasIndex(h => new { h.ToldAt, h.At });
        });
        model.Entity<NewRecord>(record =>
        {
            record.ToTable("new_records");
            record.HasIndex(r => r.At);
        });
        model.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys");
            key.Property(k => k.Id).ValueGeneratedNever();
        });
    }
}
