using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>
/// Sessions of clients, such as the web app in one browser. Each is an OpenIddict authorization: made at the sign-in, named
/// by every token that comes from it, and no token is renewed once it is revoked.
/// </summary>
internal sealed class Sessions(IOpenIddictAuthorizationManager authorizations, IOpenIddictTokenManager tokens)
{
    /// <summary>Revokes the session that a token's claims name, with all its tokens.</summary>
    public async Task EndAsync(ClaimsPrincipal token, CancellationToken cancellation)
    {
        if (await FindAsync(token, cancellation) is { } session)
        {
            await authorizations.TryRevokeAsync(session, cancellation);
            await tokens.RevokeByAuthorizationIdAsync((await authorizations.GetIdAsync(session, cancellation))!, cancellation);
        }
    }

    /// <summary>Whether the session that a token's claims name goes on.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal token, CancellationToken cancellation) =>
        await FindAsync(token, cancellation) is { } session && await authorizations.HasStatusAsync(session, Statuses.Valid, cancellation);

    private async Task<object?> FindAsync(ClaimsPrincipal token, CancellationToken cancellation) =>
        token.FindFirstValue(Claims.Private.AuthorizationId) is { } id ? await authorizations.FindByIdAsync(id, cancellation) : null;
}
