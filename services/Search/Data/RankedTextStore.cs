using Matchmaking.Search.Embedding;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>A document's text as the ranker compares it: beside the document, since hundreds are read for one ranking.</summary>
public sealed class StoredText
{
    /// <summary>The document's.</summary>
    public required Guid Id { get; init; }

    /// <summary>See <see cref="TokenBag.ToBytes"/>.</summary>
    public required byte[] Bag { get; set; }

    /// <summary>See <see cref="TextEmbedding.ToBytes"/>; null until the model has seen this text, or where it does not know its language.</summary>
    public byte[]? Embedding { get; set; }

    /// <summary>Fingerprint of the model that has seen this text.</summary>
    public string? Model { get; set; }
}

/// <summary>The ranker's texts in the service's database.</summary>
internal sealed class RankedTextStore(SearchDbContext db) : IRankedTexts
{
    public async Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(
        IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation)
    {
        var rows = db.Texts.AsNoTracking().Where(t => ids.Contains(t.Id));
        // Without a model the vectors, several times larger than the rest, stay where they are.
        var found = model is null
            ? await rows.Select(t => new { t.Id, t.Bag, Embedding = (byte[]?)null }).ToListAsync(cancellation)
            : await rows.Select(t => new { t.Id, t.Bag, Embedding = t.Model == model ? t.Embedding : null }).ToListAsync(cancellation);
        return found.ToDictionary(
            t => t.Id, t => new RankedText(TokenBag.FromBytes(t.Bag), t.Embedding is { } bytes ? TextEmbedding.FromBytes(bytes) : null));
    }
}
