using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.SignIn;

/// <summary>
/// Sessions of Identity's own cookie. Each has an id, and the ids of those signed out are kept among OpenIddict's tokens,
/// which are shared by replicas and removed once they are old: a copied cookie ends with the original.
/// </summary>
internal sealed class BrowserSessions(IOpenIddictTokenManager tokens, TimeProvider time)
{
    private const string Item = ".session";
    private const string Ended = "ended_session";

    // Longer than a cookie lives that nobody uses.
    private static readonly TimeSpan Remember = TimeSpan.FromDays(1);

    /// <summary>Gives the session that a cookie starts its id.</summary>
    public static void Name(AuthenticationProperties properties) => properties.Items[Item] = Guid.NewGuid().ToString("N");

    /// <summary>Whether the cookie's session goes on.</summary>
    public async Task<bool> IsOpenAsync(AuthenticateResult session, CancellationToken cancellation) =>
        IdOf(session) is { } id && await tokens.FindByReferenceIdAsync(id, cancellation) is null;

    /// <summary>Remembers that the cookie's session was signed out.</summary>
    public async Task EndAsync(AuthenticateResult session, CancellationToken cancellation)
    {
        if (IdOf(session) is { } id && await IsOpenAsync(session, cancellation))
        {
            await tokens.CreateAsync(
                new OpenIddictTokenDescriptor
                {
                    Type = Ended,
                    ReferenceId = id,
                    Status = Statuses.Inactive,
                    CreationDate = time.GetUtcNow(),
                    ExpirationDate = time.GetUtcNow() + Remember,
                },
                cancellation);
        }
    }

    private static string? IdOf(AuthenticateResult session) => session.Properties?.Items.TryGetValue(Item, out var id) == true ? id : null;
}
