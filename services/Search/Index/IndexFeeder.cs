using System.Collections.Concurrent;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Index;

/// <summary>Feeds an index from the document store, and remembers what the engine will never take as it is.</summary>
internal sealed partial class IndexFeeder(IServiceProvider services, IndexFormat format, ILogger<IndexFeeder> logger)
{
    private const int Batch = 200;

    private readonly ConcurrentDictionary<Guid, long> _rejected = new();

    /// <summary>Which documents are left out; null when none is.</summary>
    public string? Problem => _rejected.IsEmpty ? null : $"{_rejected.Count} documents are rejected, such as {_rejected.Keys.First()}";

    /// <summary>Whether the engine has rejected this version.</summary>
    public bool IsRejected(Guid document, long version) => _rejected.TryGetValue(document, out var rejected) && rejected == version;

    /// <summary>The engine has taken the document, or another index is made.</summary>
    public void Forget(Guid document) => _rejected.TryRemove(document, out _);

    /// <inheritdoc cref="Forget" />
    public void ForgetAll() => _rejected.Clear();

    /// <summary>Fills an index with what the store holds.</summary>
    public async Task FillAsync(ISearchIndex index, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var ids = await db.Documents.AsNoTracking().Where(d => d.Visible).Select(d => d.Id).ToListAsync(cancellation);
        await ApplyAsync(db, index, ids, cancellation);
    }

    /// <summary>Brings some documents of the index level with the store.</summary>
    public async Task ApplyAsync(SearchDbContext db, ISearchIndex index, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        foreach (var some in ids.Chunk(Batch))
        {
            var left = some;
            while (left.Length > 0)
            {
                var documents = await new DocumentStore(db).LoadForIndexAsync(left, format.Model, cancellation);
                await ApplyAsync(index, documents, cancellation);
                left = await EmbeddedSinceAsync(db, [.. documents.Where(d => d.Vector is null).Select(d => d.Id)], cancellation);
            }
        }
    }

    // A vector that was stored and written between the reading and the writing of its document has been overwritten.
    private async Task<Guid[]> EmbeddedSinceAsync(SearchDbContext db, Guid[] without, CancellationToken cancellation) =>
        format.Model is null || without.Length == 0
            ? []
            : await db.Texts.AsNoTracking().Where(t => without.Contains(t.Id) && t.Model == format.Model && t.Sentence != null).Select(t => t.Id).ToArrayAsync(cancellation);

    /// <summary>Applies documents; one that the engine rejects does not keep the others out, but is taken out and noted.</summary>
    public async Task ApplyAsync(ISearchIndex index, IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        var left = documents.ToList();
        var rejected = new HashSet<Guid>();
        while (left.Count > 0)
        {
            try
            {
                await index.ApplyAsync(left, cancellation);
                left.Where(d => !rejected.Contains(d.Id)).ToList().ForEach(d => Forget(d.Id));
                return;
            }
            catch (DocumentRejectedException exception)
            {
                var at = left.FindIndex(d => d.Id == exception.Document);
                if (at < 0 || !rejected.Add(exception.Document))
                {
                    throw;
                }

                LogRejected(exception);
                _rejected[exception.Document] = left[at].Version;
                // An older version must not stay in its place: that one may be open to more readers.
                left[at] = left[at] with { Visible = false };
            }
        }
    }

    /// <summary>
    /// Documents that stand in the index without the vector that the store has for them. A vector comes after its document
    /// and under the same version: a version alone does not tell whether it is in.
    /// </summary>
    /// <param name="indexed">Versions of the index's documents.</param>
    /// <param name="withVector">Asks the index which have one.</param>
    public async Task<IReadOnlySet<Guid>> WithoutVectorAsync(
        SearchDbContext db, IReadOnlyDictionary<Guid, long> indexed, Func<Task<IReadOnlySet<Guid>>> withVector, CancellationToken cancellation)
    {
        if (format.Model is null)
        {
            return new HashSet<Guid>();
        }

        var with = await withVector();
        var embedded = await db.Texts.AsNoTracking().Where(t => t.Model == format.Model && t.Sentence != null).Select(t => t.Id).ToListAsync(cancellation);
        return embedded.Where(id => indexed.ContainsKey(id) && !with.Contains(id)).ToHashSet();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A document is left out of the index")]
    private partial void LogRejected(Exception exception);
}
