using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Markets;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>
/// Ranked partners of an entry of a closed market, for its owner and the bureau. A candidate's list is the candidate's
/// alone: not even the university sees it.
/// </summary>
internal static class SuggestInMarket
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/markets/{market:guid}/entries/{id:guid}/partners", HandleAsync)
        .WithName("search.market-partners").WithSummary("Ranked partners of an entry of a cohort or event").RequireAuthorization(Policies.Member);

    private static async Task<Page<MarketPartner>> HandleAsync(
        Guid market, Guid id, Actor reader, PageQuery page, SearchDbContext db, MarketRanker ranker, CancellationToken cancellation)
    {
        var entry = await db.MarketEntries.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.MarketId == market && e.Open, cancellation);
        return entry is not null && (reader.IsOrganizer || (entry.AuthorId is { } author ? reader.AccountId == author : reader.BelongsTo(entry.OrganisationId)))
            ? await ranker.RankAsync(entry, page.Number, page.Size, reader.Language, cancellation)
            : throw ProblemException.NotFound("没有找到这条记录，或它不对您公开", "This record does not exist or is not open to you");
    }
}
