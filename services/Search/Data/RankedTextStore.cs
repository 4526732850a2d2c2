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

    /// <summary>
    /// The whole text's vector, see <see cref="TextEmbedding.Sentence"/>; null until the model has seen this text, or where
    /// it does not know its language.
    /// </summary>
    public byte[]? Sentence { get; set; }

    /// <summary>Fingerprint of the model that has seen this text.</summary>
    public string? Model { get; set; }
}

/// <summary>
/// Vectors of a text's tokens: apart from the text, for a row of SQLite is read from its beginning and this is 55 kB.
/// Valid for as long as the text has its model.
/// </summary>
public sealed class TokenVectors
{
    /// <summary>The document's.</summary>
    public required Guid Id { get; init; }

    /// <summary>See <see cref="TextEmbedding.ToBytes"/>.</summary>
    public required byte[] Embedding { get; init; }
}

/// <summary>The ranker's texts in the service's database.</summary>
internal sealed class RankedTextStore(SearchDbContext db) : IRankedTexts
{
    public async Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(
        IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation)
    {
        var found = await db.Texts.AsNoTracking().Where(t => ids.Contains(t.Id))
            .Select(t => new { t.Id, t.Bag, Sentence = model != null && t.Model == model ? t.Sentence : null })
            .ToListAsync(cancellation);
        return found.ToDictionary(t => t.Id, t => new RankedText(TokenBag.FromBytes(t.Bag), t.Sentence is { } bytes ? TextEmbedding.Restore(bytes) : null));
    }

    public async Task<IReadOnlyDictionary<Guid, TextEmbedding>> LoadEmbeddingsAsync(
        IReadOnlyCollection<Guid> ids, string model, CancellationToken cancellation)
    {
        var found = await db.TokenVectors.AsNoTracking().Where(v => ids.Contains(v.Id) && db.Texts.Any(t => t.Id == v.Id && t.Model == model)).ToListAsync(cancellation);
        return found.ToDictionary(v => v.Id, v => TextEmbedding.FromBytes(v.Embedding));
    }
}
