using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Tells the owner of a newly published record that partners were found.</summary>
internal sealed class MatchNews(NotificationsDbContext db, Inbox inbox) : IFactHandler<MatchSuggested>
{
    public async Task HandleAsync(MatchSuggested fact, FactContext context, CancellationToken cancellation)
    {
        var match = fact.Match;
        var segment = match.Kind switch
        {
            RecordKind.Need => ServiceNames.Needs,
            RecordKind.Achievement => ServiceNames.Achievements,
            _ => ServiceNames.Experts,
        };
        await inbox.WriteAsync(
            match.OrganisationId, p => Readership.Reads(match.Kind == RecordKind.Expert, p.Id == match.AuthorId, p.EachRole), match.AuthorId,
            new($"为“{match.Title}”找到 {match.Top.Count} 个可能的合作对象", $"{match.Top.Count} possible partners for '{match.Title}'"),
            $"/work/{segment}/{fact.Id}", fact.OccurredAt, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}
