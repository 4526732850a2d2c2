using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Watches;

namespace Matchmaking.Search.Consumers;

/// <summary>
/// Puts a fact's record into the store and the index. The index takes part in no transaction: it is written before the
/// commit, by id and idempotent, and brought level with the store at start.
/// </summary>
internal sealed class DocumentIndexer(SearchDbContext db, DocumentStore store, IndexHolder index, Matcher matcher, IndexFormat format, TimeProvider time)
{
    private const int Suggested = 5;

    // The fact's transaction is open meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    public async Task IndexAsync(SearchDocument document, CancellationToken cancellation)
    {
        var known = await store.FindAsync(document.Id, cancellation);
        if (!await store.PutAsync(document, cancellation))
        {
            return;
        }

        // With the vector, where the text that it was made of is still the same.
        await index.ApplyAsync(await store.LoadForIndexAsync([document.Id], format.Model, cancellation), cancellation);
        var now = time.GetUtcNow().UtcDateTime;
        if (document.Visible && known?.Visible != true && now - document.PublishedAt < New)
        {
            if (await db.NewRecords.FindAsync([document.Id], cancellation) is null)
            {
                db.NewRecords.Add(new NewRecord { Id = document.Id, At = now });
                await db.SaveChangesAsync(cancellation);
            }

            await SuggestOrPutOffAsync(document, now, cancellation);
        }
    }

    /// <summary>Suggests partners of a record that was published while the engine was away.</summary>
    public async Task SuggestLateAsync(Guid id, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is { Visible: true } document)
        {
            await PublishAsync(document, time.GetUtcNow().UtcDateTime, await PartnersAsync(document, cancellation), cancellation);
        }
    }

    private async Task SuggestOrPutOffAsync(SearchDocument document, DateTime now, CancellationToken cancellation)
    {
        if (index.Available)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            try
            {
                await PublishAsync(document, now, await PartnersAsync(document, patience.Token), cancellation);
                return;
            }
            catch (Exception exception) when (exception is SearchUnavailableException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The record is stored and will be indexed: only its suggestions wait.
            }
        }

        index.WhenCaughtUp(document.Id);
    }

    private async Task<List<MatchedItem>> PartnersAsync(SearchDocument document, CancellationToken cancellation)
    {
        RecordKind[] kinds = document.Kind == RecordKind.Need ? [RecordKind.Achievement, RecordKind.Expert] : [RecordKind.Need];
        List<MatchedItem> top = [];
        foreach (var kind in kinds)
        {
            top.AddRange((await matcher.RankAsync(document, kind, cancellation))
                .Take(Suggested)
                .Select(m => new MatchedItem(m.Document.Kind, m.Document.Id, m.Document.OrganisationId, m.Document.Title, m.Chance)));
        }

        return top;
    }

    private async Task PublishAsync(SearchDocument document, DateTime now, List<MatchedItem> top, CancellationToken cancellation)
    {
        if (top.Count > 0)
        {
            db.Publish(new MatchSuggested(
                document.Id, document.Version, now,
                new MatchSnapshot(document.Kind, document.OrganisationId, document.Number, document.Title, top)));
            await db.SaveChangesAsync(cancellation);
        }
    }
}

internal sealed class NeedIndexer(DocumentIndexer indexer) : IFactHandler<NeedChanged>
{
    public Task HandleAsync(NeedChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), cancellation);
}

internal sealed class AchievementIndexer(DocumentIndexer indexer) : IFactHandler<AchievementChanged>
{
    public Task HandleAsync(AchievementChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), cancellation);
}

internal sealed class ExpertIndexer(DocumentIndexer indexer) : IFactHandler<ExpertChanged>
{
    public Task HandleAsync(ExpertChanged fact, FactContext context, CancellationToken cancellation) =>
        indexer.IndexAsync(SearchDocuments.From(fact), cancellation);
}
