using Matchmaking.Identity.SignIn;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Matchmaking.Identity.Tokens;

/// <summary>Ends the session at Identity, then sends the browser to the client's address for that.</summary>
internal static class EndSessionEndpoint
{
    public static void Map(WebApplication app) =>
        app.MapMethods("/connect/endsession", [HttpMethods.Get, HttpMethods.Post], HandleAsync)
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(PortalSignIn signIn)
    {
        await signIn.SignOutAsync();
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
