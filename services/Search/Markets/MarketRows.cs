using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Markets;

/// <summary>
/// What somebody brings to a closed market: a cohort of the Blue Fire programme, or an event. Entries are ranked among
/// themselves only and are in no index: what searches, counts or watches never sees their tables.
/// </summary>
public sealed class MarketEntry : ICopy
{
    public required Guid Id { get; init; }

    public Guid MarketId { get; set; }

    public long Version { get; set; }

    /// <summary>The other side may see it; of an entry that is not open only id, market and version are kept.</summary>
    public bool Open { get; set; }

    public Guid OrganisationId { get; set; }

    /// <summary>The only account that it belongs to; null where it belongs to the whole organisation.</summary>
    public Guid? AuthorId { get; set; }

    /// <summary>Key of the organisation, see <see cref="Avoidance"/>.</summary>
    public string OrganisationKey { get; set; } = "";

    /// <summary>Keys of organisations to keep apart, one a line.</summary>
    public string Avoid { get; set; } = "";

    /// <summary><see cref="MarketDetails"/> as JSON; empty where it is not open.</summary>
    public string Json { get; set; } = "";
}

/// <summary>What is shown of an entry and compared.</summary>
/// <param name="Organisation">Null where the other side may not know it.</param>
public sealed record MarketDetails(
    MarketEntryKind Kind, string Number, string Title, string? Organisation, string? Field,
    IReadOnlyList<SearchText> Sought, IReadOnlyList<SearchText> Offered)
{
    public IReadOnlyList<SearchText> Of(MarketSide side) => side == MarketSide.Sought ? Sought : Offered;
}

/// <summary>The side of a market on which a text stands: it is compared with those of the other side.</summary>
public enum MarketSide
{
    /// <summary>A problem to be solved; compared as a need is.</summary>
    Sought,

    /// <summary>What can be done; compared as an expert's profile is.</summary>
    Offered,
}

/// <summary>One side of an entry as the ranker compares it. The largest column comes last: SQLite reads a row from its beginning.</summary>
public sealed class MarketText
{
    public required Guid Id { get; init; }

    public required Guid EntryId { get; init; }

    public required MarketSide Side { get; init; }

    /// <summary>Fingerprint of the model that has seen this text.</summary>
    public string? Model { get; set; }

    /// <summary>As in <see cref="Data.StoredText"/>.</summary>
    public byte[]? Sentence { get; set; }

    /// <summary>See <see cref="Ranking.TokenBag.ToBytes"/>.</summary>
    public required byte[] Bag { get; set; }

    /// <summary>See <see cref="Embedding.TextEmbedding.ToBytes"/>.</summary>
    public byte[]? Embedding { get; set; }
}

internal static class MarketsModel
{
    public static void AddMarkets(this ModelBuilder model)
    {
        model.Entity<MarketEntry>(entry =>
        {
            entry.ToTable("market_entries");
            entry.Property(e => e.Version).IsConcurrencyToken();
            entry.HasIndex(e => e.MarketId);
        });
        model.Entity<MarketText>(text =>
        {
            text.ToTable("market_texts");
            text.Property(t => t.Model).HasMaxLength(16);
            text.HasIndex(t => t.Model);
            text.HasIndex(t => new { t.EntryId, t.Side }).IsUnique();
            text.HasOne<MarketEntry>().WithMany().HasForeignKey(t => t.EntryId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
