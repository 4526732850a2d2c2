using System.Runtime.InteropServices;
using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Markets;

/// <summary>Embeds the texts of closed markets that the active model has not seen yet.</summary>
internal sealed class MarketEmbedding(SearchDbContext db, SemanticModel model)
{
    private const int Batch = 16;

    /// <summary>Embeds a few.</summary>
    /// <returns>False when none waits.</returns>
    public async Task<bool> EmbedBatchAsync(CancellationToken cancellation)
    {
        var waiting = await db.MarketTexts.AsNoTracking().Where(t => t.Model == null || t.Model != model.Fingerprint)
            .OrderBy(t => t.Id).Take(Batch)
            .Join(db.MarketEntries, t => t.EntryId, e => e.Id, (t, e) => new { t.Id, t.Side, t.Bag, e.Json })
            .ToListAsync(cancellation);
        foreach (var text in waiting)
        {
            var embedding = model.Embed(JsonSerializer.Deserialize<MarketDetails>(text.Json, JsonDefaults.Options)!.Of(text.Side).Joined());
            var sentence = embedding is null ? null : MemoryMarshal.AsBytes(embedding.Sentence).ToArray();
            var bytes = embedding?.ToBytes();
            // Only if the text is still the one that was embedded: a change meanwhile is embedded next time.
            await db.MarketTexts.Where(t => t.Id == text.Id && t.Bag == text.Bag).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Sentence, sentence).SetProperty(t => t.Embedding, bytes).SetProperty(t => t.Model, model.Fingerprint), cancellation);
        }

        return waiting.Count > 0;
    }
}
