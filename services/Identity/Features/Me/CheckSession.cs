using Matchmaking.Hosting;
using Matchmaking.Identity.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Whether the session that the access token comes from goes on: the token itself outlives a sign-out.</summary>
internal static class CheckSession
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me/session", HandleAsync)
        .WithName("identity.session")
        .WithSummary("204 while the session behind the access token goes on, 404 once it was signed out")
        .RequireAuthorization(Policies.SignedIn);

    private static async Task<NoContent> HandleAsync(
        HttpContext http, Actor actor, Caller caller, Sessions sessions, CancellationToken cancellation)
    {
        await caller.AccountAsync(actor, cancellation);
        return await sessions.IsOpenAsync(http.User, cancellation)
            ? TypedResults.NoContent()
            : throw ProblemException.NotFound("这次登录已经退出，请重新登录", "This session was signed out. Please sign in again");
    }
}
