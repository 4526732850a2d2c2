using System.Text.Json;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Features;

/// <summary>Counts for workbenches and the public page.</summary>
internal static class CountInterests
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/interests/counts", CountsAsync).WithName("cooperation.interests.counts").WithSummary("How many interests wait for whom").RequireAuthorization(Policies.Member);
        api.MapGet("/figures", FiguresAsync).WithName("cooperation.figures").WithSummary("Live public figures").AllowAnonymous();
    }

    private static async Task<InterestCounts> CountsAsync(Actor reader, InterestStore store, CancellationToken cancellation)
    {
        var organisation = reader.OrganisationId ?? Guid.Empty;
        var now = store.Now;
        var query = store.Visible(reader).AsNoTracking();
        var receiverTurn = query.Where(i => !i.Paused && (i.Status == InterestStatus.Sent || i.Status == InterestStatus.Seen));
        var senderTurn = query.Where(i => !i.Paused && i.Status == InterestStatus.Asked);
        var mine = await receiverTurn.CountAsync(i => i.ReceiverOrganisationId == organisation, cancellation)
            + await senderTurn.CountAsync(i => i.SenderOrganisationId == organisation, cancellation);
        var all = await receiverTurn.CountAsync(cancellation) + await senderTurn.CountAsync(cancellation);
        return new InterestCounts(
            mine, all - mine, await query.CountAsync(i => i.Status == InterestStatus.Accepted, cancellation),
            await query.CountAsync(i => i.DueAt < now && !(reader.IsOrganizer && i.Held), cancellation),
            await ByStatusAsync(query.Where(i => i.ReceiverOrganisationId == organisation)),
            await ByStatusAsync(query.Where(i => i.SenderOrganisationId == organisation)));

        async Task<IReadOnlyDictionary<string, int>> ByStatusAsync(IQueryable<Interest> box) =>
            (await box.GroupBy(i => i.Status).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation))
            .ToDictionary(s => JsonNamingPolicy.CamelCase.ConvertName(s.Key.ToString()), s => s.Count);
    }

    private static async Task<CooperationFigures> FiguresAsync(InterestStore store, CancellationToken cancellation)
    {
        var (year, _) = WorkingDays.Year(TimeZoneInfo.ConvertTimeFromUtc(store.Now, WorkingDays.Zone).Year);
        var query = store.Db.Interests.AsNoTracking().Where(i => i.SentAt >= year);
        var answered = await query.CountAsync(i => i.AcceptedAt != null || i.Status == InterestStatus.Declined, cancellation);
        var expired = await query.CountAsync(i => i.Status == InterestStatus.Expired, cancellation);
        // Talks begin when the other side accepts, which may be in the year after the interest was sent.
        var accepted = await store.Db.Interests.CountAsync(i => i.AcceptedAt >= year, cancellation);
        return new CooperationFigures(
            await query.CountAsync(cancellation), accepted, answered + expired == 0 ? 0 : 100 * answered / (answered + expired));
    }
}
