using System.Security.Claims;
using Matchmaking.Identity.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>
/// Ends the session at Identity and the tokens made from it, then sends the browser to the client's address for that.
/// A request that another site may have sent is asked to be confirmed on the portal's own page.
/// </summary>
internal static class EndSessionEndpoint
{
    private const string ConfirmPage = "/account/sign-out";

    public static void Map(WebApplication app) =>
        app.MapMethods("/connect/endsession", [HttpMethods.Get, HttpMethods.Post], HandleAsync)
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http, PortalSignIn signIn, Sessions sessions, BrowserSessions browsers, IConfiguration configuration, CancellationToken cancellation)
    {
        // The claims of the id_token_hint, which only the client of that session has.
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (hint is not null)
        {
            await sessions.EndAsync(hint, cancellation);
        }

        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!Proves(hint, session.Principal) && !(HttpMethods.IsPost(http.Request.Method) && SameOrigin.IsOwn(http.Request, configuration)))
        {
            return Results.LocalRedirect(ConfirmPage);
        }

        await browsers.EndAsync(session, cancellation);
        await signIn.SignOutAsync();
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    // A hint of one's own is easily had: it ends nobody else's session.
    private static bool Proves(ClaimsPrincipal? hint, ClaimsPrincipal? session) =>
        hint is not null && (session is null || session.FindFirstValue(ClaimTypes.NameIdentifier) == hint.GetClaim(Claims.Subject));
}
