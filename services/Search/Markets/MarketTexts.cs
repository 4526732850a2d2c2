using Matchmaking.Search.Data;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Markets;

/// <summary>The ranker's texts of closed markets, by <see cref="MarketText.Id"/>.</summary>
internal sealed class MarketTexts(SearchDbContext db) : IRankedTexts
{
    public async Task<IReadOnlyDictionary<Guid, RankedText>> LoadAsync(
        IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation)
    {
        var found = await db.MarketTexts.AsNoTracking().Where(t => ids.Contains(t.Id))
            .Select(t => new { t.Id, Sentence = model != null && t.Model == model ? t.Sentence : null, t.Bag })
            .ToListAsync(cancellation);
        return found.ToDictionary(t => t.Id, t => new RankedText(TokenBag.FromBytes(t.Bag), t.Sentence is { } bytes ? TextEmbedding.Restore(bytes) : null));
    }

    public async Task<IReadOnlyDictionary<Guid, TextEmbedding>> LoadEmbeddingsAsync(
        IReadOnlyCollection<Guid> ids, string model, CancellationToken cancellation)
    {
        var found = await db.MarketTexts.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Model == model && t.Embedding != null)
            .Select(t => new { t.Id, t.Embedding }).ToListAsync(cancellation);
        return found.ToDictionary(t => t.Id, t => TextEmbedding.FromBytes(t.Embedding!));
    }
}
