using Matchmaking.Identity.Domain;
using Matchmaking.Identity.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>Gives a code to a client whose user is signed in; sends the others to the portal's sign-in page.</summary>
internal static class AuthorizeEndpoint
{
    private const string Path = "/connect/authorize";

    public static void Map(WebApplication app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], HandleAsync)
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http, PortalSignIn signIn, BrowserSessions sessions, AccessClaims claims, TimeProvider time, CancellationToken cancellation)
    {
        var request = http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = session.Succeeded && await sessions.IsOpenAsync(session, cancellation) ? await FindAsync(session, signIn, claims, cancellation) : null;
        if (account is not null && !request.HasPromptValue(PromptValues.Login) && IsRecent(session, request, time))
        {
            return Results.SignIn(
                AccessClaims.Of(account, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        return request.HasPromptValue(PromptValues.None)
            ? Refuse(Errors.LoginRequired, "The user is not signed in.")
            : Results.Redirect("/account/login?returnUrl=" + Uri.EscapeDataString(AddressWithoutPrompt(http)));
    }

    private static async Task<Account?> FindAsync(
        AuthenticateResult session, PortalSignIn signIn, AccessClaims claims, CancellationToken cancellation) =>
        await signIn.ValidateSecurityStampAsync(session.Principal) is { Active: true } account
            ? await claims.FindAsync(account.Id.ToString(), cancellation)
            : null;

    private static bool IsRecent(AuthenticateResult session, OpenIddictRequest request, TimeProvider time) =>
        request.MaxAge is not { } seconds
        || (session.Properties?.IssuedUtc is { } issued && time.GetUtcNow() - issued <= TimeSpan.FromSeconds(seconds));

    // Without taking the prompt out, the user would come back from the sign-in page only to be sent there again.
    private static string AddressWithoutPrompt(HttpContext http)
    {
        IEnumerable<KeyValuePair<string, StringValues>> parameters = http.Request.HasFormContentType ? http.Request.Form : http.Request.Query;
        return QueryHelpers.AddQueryString(Path, parameters.Where(p => p.Key is not (Parameters.Prompt or Parameters.MaxAge)));
    }

    public static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
