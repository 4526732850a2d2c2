using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Matching;

/// <summary>Announces the first partners of a newly published record.</summary>
internal sealed class PartnerSuggester(SearchDbContext db, Matcher matcher, TimeProvider time)
{
    private const int Suggested = 5;

    /// <summary>Publishes <see cref="MatchSuggested"/> where there is a partner worth showing; saved by the caller.</summary>
    public async Task SuggestAsync(SearchDocument document, CancellationToken cancellation)
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
                document.Id, document.Version, time.GetUtcNow().UtcDateTime,
                new MatchSnapshot(document.Kind, document.OrganisationId, document.Number, document.Title, top, document.AuthorId)));
        }
    }
}
