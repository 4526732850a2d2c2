using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Providers;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Data;

/// <summary>
/// The stored documents. The owner's name is that of the organisation as it is known now, not that under which the document
/// was stored: a renamed organisation has one row here and any number of documents.
/// </summary>
internal sealed class DocumentStore(SearchDbContext db)
{
    /// <summary>Keeps a document unless a newer version is there.</summary>
    /// <param name="again">Take the same version too: a rebuild makes documents anew.</param>
    /// <returns>Whether there was anything in it that had not been known.</returns>
    public async Task<bool> PutAsync(SearchDocument document, CancellationToken cancellation, bool again = false)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        var blank = new StoredDocument { Id = document.Id, Kind = document.Kind, Json = "" };
        if (await db.TakeAsync(blank, document.Version, again, cancellation) is not { } row)
        {
            return false;
        }

        row.Visible = document.Visible;
        row.OrganisationId = document.OrganisationId;
        row.PublishedAt = document.PublishedAt;
        row.Json = IsSame(row, document) ? row.Json : Write(document);
        await PutTextAsync(document, cancellation);
        var news = db.ChangeTracker.HasChanges();
        await db.SaveChangesAsync(cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
        }

        return news;
    }

    // But for the owner's name, which is not read from it.
    private static bool IsSame(StoredDocument row, SearchDocument document) =>
        row.Json.Length > 0 && Write(Read(row.Json) with { OrganisationName = document.OrganisationName }) == Write(document);

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
        var documents = rows.Select(Read).ToList();
        var owners = documents.Select(d => d.OrganisationId).Distinct().ToList();
        var names = await db.NamesAsync(owners, cancellation);
        return documents.ToDictionary(d => d.Id, d => d with { OrganisationName = names.GetValueOrDefault(d.OrganisationId, d.OrganisationName) });
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

    private static string Write(SearchDocument document) => JsonSerializer.Serialize(document, JsonDefaults.Options);

    public static SearchDocument Read(string json) => JsonSerializer.Deserialize<SearchDocument>(json, JsonDefaults.Options)!;
}
