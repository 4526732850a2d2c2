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
internal sealed class DocumentIndexer(SearchDbContext db, DocumentStore store, IndexHolder index, Matcher matcher, TimeProvider time)
{
    private const int Suggested = 5;
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    public async Task IndexAsync(SearchDocument document, CancellationToken cancellation)
    {
        var known = await store.FindAsync(document.Id, cancellation);
        if (!await store.PutAsync(document, cancellation))
        {
            return;
        }

        await index.ApplyAsync([document], cancellation);
        var now = time.GetUtcNow().UtcDateTime;
        if (document.Visible && known?.Visible != true && now - document.PublishedAt < New)
        {
            if (await db.NewRecords.FindAsync([document.Id], cancellation) is null)
            {
                db.NewRecords.Add(new NewRecord { Id = document.Id, At = now });
                await db.SaveChangesAsync(cancellation);
            }

            await SuggestAsync(document, now, cancellation);
        }
    }

    private async Task SuggestAsync(SearchDocument document, DateTime now, CancellationToken cancellation)
    {
        RecordKind[] kinds = document.Kind == RecordKind.Need ? [RecordKind.Achievement, RecordKind.Expert] : [RecordKind.Need];
        List<MatchedItem> top = [];
        foreach (var kind in kinds)
        {
            top.AddRange((await matcher.RankAsync(document, kind, cancellation))
                .Take(Suggested)
                .Select(m => new MatchedItem(m.Document.Kind, m.Document.Id, m.Document.OrganisationId, m.Document.Title, m.Chance)));
        }

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
