using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
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
        row.Json = JsonSerializer.Serialize(document, JsonDefaults.Options);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    public async Task<SearchDocument?> FindAsync(Guid id, CancellationToken cancellation) =>
        (await FindAsync([id], cancellation)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<Guid, SearchDocument>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var rows = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => d.Json).ToListAsync(cancellation);
        return rows.Select(Read).ToDictionary(d => d.Id);
    }

    public static SearchDocument Read(string json) => JsonSerializer.Deserialize<SearchDocument>(json, JsonDefaults.Options)!;
}
