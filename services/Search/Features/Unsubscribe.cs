using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Watches;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>
/// The link at the foot of every message about a watch. It needs no session, and it is a POST: mail scanners that open
/// every link stop nobody's messages. Mail programs send it by themselves (RFC 8058).
/// </summary>
internal static class Unsubscribe
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/watches/unsubscribe", HandleAsync)
        .WithName("search.watches.unsubscribe").WithSummary("Pause what a message's link names, or start it again").AllowAnonymous();

    private static async Task<Unsubscribed> HandleAsync(
        [FromQuery] string token, UnsubscribeTokens tokens, SearchDbContext db, TimeProvider time, CancellationToken cancellation, [FromQuery] bool undo = false)
    {
        if (await tokens.ReadAsync(token, cancellation) is not { } named)
        {
            throw ProblemException.NotFound("这个退订链接不完整，请从邮件里完整复制，或登录后在“关注”页停用", "This link is not complete. Copy all of it from the mail, or sign in and pause the watch");
        }

        var at = undo ? null : (DateTime?)time.GetUtcNow().UtcDateTime;
        await db.Watches.Where(w => named.All ? w.AccountId == named.Id : w.Id == named.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(w => w.PausedAt, at), cancellation);
        // Deleted meanwhile: nothing comes any more, which is what was asked for.
        return new(named.All ? null : await db.Watches.Where(w => w.Id == named.Id).Select(w => w.Name).FirstOrDefaultAsync(cancellation), !undo);
    }
}
