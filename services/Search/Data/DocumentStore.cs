using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>The stored documents.</summary>
internal sealed class DocumentStore(SearchDbContext db)
{
    /// <summary>Keeps a document unless a newer version is there.</summary>
    /// <param name="again">Take the same version too: a rebuild makes documents anew.</param>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> PutAsync(SearchDocument document, CancellationToken cancellation, bool again = false)
    {
        var row = await db.Documents.FindAsync([document.Id], cancellation);
        if (row is null)
        {
            row = new StoredDocument { Id = document.Id, Kind = document.Kind, Json = "" };
            db.Documents.Add(row);
        }
        else if (row.Version > document.Version || (row.Version == document.Version && !again))
        {
            return false;
        }

        row.Version = document.Version;
        row.Visible = document.Visible;
        row.OrganisationId = document.OrganisationId;
        row.PublishedAt = document.PublishedAt;
        row.Json = JsonSerializer.Serialize(document, JsonDefaults.Options);
        await PutTextAsync(document, cancellation);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    // Kept where the text is the same: an embedding costs a model's whole attention for tens of milliseconds.
    private async Task PutTextAsync(SearchDocument document, CancellationToken cancellation)
    {
        var bag = TokenBag.Of(document.MatchedText()).ToBytes();
        var text = await db.Texts.FindAsync([document.Id], cancellation);
        if (text is null)
        {
            db.Texts.Add(new StoredText { Id = document.Id, Bag = bag });
        }
        else if (!bag.AsSpan().SequenceEqual(text.Bag))
        {
            text.Bag = bag;
            await ForgetVectorsAsync(text, cancellation);
        }
    }

    private Task ForgetVectorsAsync(StoredText text, CancellationToken cancellation)
    {
        (text.Sentence, text.Model) = (null, null);
        // Written even where they were null when read: the model may have embedded the old text since.
        db.Entry(text).Property(t => t.Sentence).IsModified = true;
        db.Entry(text).Property(t => t.Model).IsModified = true;
        return db.TokenVectors.Where(v => v.Id == text.Id).ExecuteDeleteAsync(cancellation);
    }

    public async Task<SearchDocument?> FindAsync(Guid id, CancellationToken cancellation) =>
        (await FindAsync([id], cancellation)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<Guid, SearchDocument>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var rows = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => d.Json).ToListAsync(cancellation);
        return rows.Select(Read).ToDictionary(d => d.Id);
    }

    /// <summary>Documents as they go into an index, with the vectors of a model where there are any.</summary>
    /// <param name="model">The active model's fingerprint, or null.</param>
    public async Task<List<SearchDocument>> LoadForIndexAsync(IReadOnlyCollection<Guid> ids, string? model, CancellationToken cancellation)
    {
        var documents = await FindAsync(ids, cancellation);
        var sentences = model is null ? [] : await db.Texts.AsNoTracking()
            .Where(t => ids.Contains(t.Id) && t.Model == model && t.Sentence != null)
            .Select(t => new { t.Id, t.Sentence }).ToDictionaryAsync(t => t.Id, t => t.Sentence!, cancellation);
        return [.. documents.Values.Select(d => d with { Vector = sentences.TryGetValue(d.Id, out var bytes) ? TextEmbedding.Restore(bytes) : null })];
    }

    public static SearchDocument Read(string json) => JsonSerializer.Deserialize<SearchDocument>(json, JsonDefaults.Options)!;
}
