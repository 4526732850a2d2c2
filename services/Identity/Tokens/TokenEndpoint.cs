using System.Security.Claims;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>Turns a code, a refresh token or client credentials into tokens with claims as they are now.</summary>
internal static class TokenEndpoint
{
    public static void Map(WebApplication app) =>
        app.MapPost("/connect/token", HandleAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http, AccessClaims claims, IdentityDbContext db, CancellationToken cancellation)
    {
        var request = http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        return request.IsClientCredentialsGrantType()
            ? await ForProgramAsync(request, db, cancellation)
            : await ForPersonAsync(http, claims, cancellation);
    }

    private static async Task<IResult> ForPersonAsync(HttpContext http, AccessClaims claims, CancellationToken cancellation)
    {
        var earlier = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var account = await claims.FindAsync(earlier.GetClaim(Claims.Subject), cancellation);
        if (account is not { Active: true } || account.SecurityStamp != earlier.GetClaim(AccessClaims.Stamp))
        {
            return AuthorizeEndpoint.Refuse(Errors.InvalidGrant, "The session has ended.");
        }

        return Answer(AccessClaims.Of(account, earlier.GetScopes()));
    }

    private static async Task<IResult> ForProgramAsync(OpenIddictRequest request, IdentityDbContext db, CancellationToken cancellation)
    {
        if (request.ClientId == ServiceTokens.ClientId)
        {
            return Answer(AccessClaims.OfServices(request.GetScopes()));
        }

        var integration = await db.Integrations.AsNoTracking().Include(i => i.Organisation)
            .SingleOrDefaultAsync(i => i.ClientId == request.ClientId && i.RevokedAt == null, cancellation);
        return integration is null
            ? AuthorizeEndpoint.Refuse(Errors.UnauthorizedClient, "The client credentials were revoked.")
            : Answer(AccessClaims.Of(integration, request.GetScopes()));
    }

    private static IResult Answer(ClaimsPrincipal principal) =>
        Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
