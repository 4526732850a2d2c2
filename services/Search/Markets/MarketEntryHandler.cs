using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Markets;

/// <summary>Keeps the entries of closed markets as their owners publish them.</summary>
internal sealed class MarketEntryHandler(SearchDbContext db, TimeProvider time)
    : ICopyHandler<PostChanged>, ICopyHandler<ApplicationChanged>, ICopyHandler<ParticipantChanged>
{
    public Task HandleAsync(PostChanged fact, FactContext context, CancellationToken cancellation) =>
        PutAsync(fact, context, fact.CohortId, fact.Post, null, content =>
            new(MarketEntryKind.Post, fact.Post.Number, content.Title, null, content.Field, SearchDocuments.TextsOf(content), []), cancellation);

    public Task HandleAsync(ApplicationChanged fact, FactContext context, CancellationToken cancellation) =>
        PutAsync(fact, context, fact.CohortId, fact.Application, fact.Application.AuthorId, content =>
            new(MarketEntryKind.Application, fact.Application.Number, content.Discipline, null, content.Field, [], SearchDocuments.TextsOf(content)), cancellation);

    public Task HandleAsync(ParticipantChanged fact, FactContext context, CancellationToken cancellation) =>
        PutAsync(fact, context, fact.EventId, fact.Participant, null, content =>
        {
            var texts = SearchDocuments.TextsOf(content).ToLookup(t => t.Name == "seeks");
            return new(MarketEntryKind.Participant, fact.Participant.Number, content.Title, null, content.Field, [.. texts[true]], [.. texts[false]]);
        }, cancellation);

    private async Task PutAsync<TContent>(
        IFact fact, FactContext context, Guid market, RecordSnapshot<TContent> snapshot, Guid? author, Func<TContent, MarketDetails> read, CancellationToken cancellation)
        where TContent : class
    {
        if (await db.TakeAsync(new MarketEntry { Id = fact.Id }, fact, context, cancellation) is not { } row)
        {
            return;
        }

        var details = snapshot.Visible ? read(snapshot.Content) with { Organisation = snapshot.Named ? snapshot.OrganisationName : null } : null;
        (row.MarketId, row.Open) = (market, snapshot.Visible);
        (row.OrganisationId, row.AuthorId, row.OrganisationKey, row.Avoid, row.Json) = details is null
            ? (Guid.Empty, null, "", "", "")
            : (snapshot.OrganisationId, author, Avoidance.Key(snapshot.OrganisationName), string.Join('\n', snapshot.Avoid), JsonSerializer.Serialize(details, JsonDefaults.Options));
        await PutTextsAsync(fact.Id, details, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task PutTextsAsync(Guid entry, MarketDetails? details, CancellationToken cancellation)
    {
        var known = await db.MarketTexts.Where(t => t.EntryId == entry).ToDictionaryAsync(t => t.Side, cancellation);
        foreach (var side in Enum.GetValues<MarketSide>())
        {
            var text = known.GetValueOrDefault(side);
            if (details?.Of(side) is not { Count: > 0 } texts)
            {
                db.MarketTexts.RemoveRange(text is null ? [] : [text]);
                continue;
            }

            var bag = TokenBag.Of(texts.Joined()).ToBytes();
            if (text is null)
            {
                db.MarketTexts.Add(new MarketText { Id = Guid.CreateVersion7(time.GetUtcNow()), EntryId = entry, Side = side, Bag = bag });
            }
            else if (!bag.AsSpan().SequenceEqual(text.Bag))
            {
                (text.Bag, text.Model, text.Sentence, text.Embedding) = (bag, null, null, null);
                // Written even where they were null when read: the model may have embedded the old text since.
                db.Entry(text).State = EntityState.Modified;
            }
        }
    }
}
