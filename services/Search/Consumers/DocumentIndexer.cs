using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Watches;

namespace Matchmaking.Search.Consumers;

/// <summary>
/// Puts a fact's record into the store and the index. The index takes part in no transaction: it is handed the document
/// before the commit, writes it soon after, by id and idempotent, and is brought level with the store at start.
/// </summary>
internal sealed class DocumentIndexer(SearchDbContext db, DocumentStore store, IndexHolder index, IndexFormat format, TimeProvider time)
{
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    public async Task IndexAsync(SearchDocument document, FactContext context, CancellationToken cancellation)
    {
        var known = await store.FindAsync(document.Id, cancellation);
        if (!await store.PutAsync(document, cancellation, context.Comparing))
        {
            return;
        }

        // With the vector, where the text that it was made of is still the same.
        await index.ApplyAsync(await store.LoadForIndexAsync([document.Id], format.Model, cancellation), cancellation);
        var now = time.GetUtcNow().UtcDateTime;
        if (document.Visible && known?.Visible != true && now - document.PublishedAt < New
            && await db.NewRecords.FindAsync([document.Id], cancellation) is null)
        {
            // Partners and watches are looked for afterwards: ranking would keep the fact's transaction open.
            db.NewRecords.Add(new NewRecord { Id = document.Id, At = now });
            await db.SaveChangesAsync(cancellation);
        }
    }
}

internal sealed class NeedIndexer(DocumentIndexer indexer) : ICopyHandler<NeedChanged>
{
    public Task HandleAsync(NeedChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), context, cancellation);
}

internal sealed class AchievementIndexer(DocumentIndexer indexer) : ICopyHandler<AchievementChanged>
{
    public Task HandleAsync(AchievementChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), context, cancellation);
}

internal sealed class ExpertIndexer(DocumentIndexer indexer) : ICopyHandler<ExpertChanged>
{
    public Task HandleAsync(ExpertChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), context, cancellation);
}
