using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Matchmaking.Web.Services;

/// <summary>
/// Sign-in of the portal: OpenID Connect (code + PKCE) against Identity, kept in a cookie with the tokens. The API
/// stays on bearer tokens: a cookie opens pages only.
/// </summary>
internal static class WebAuth
{
    public const string CookieScheme = "web";
    public const string OidcScheme = "oidc";

    public static void AddWebAuth(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddDataProtection()
            .SetApplicationName("matchmaking")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(configuration.DataPath(), "keys")));
        builder.Services.Configure<PageScheme>(page => page.Name = CookieScheme);
        builder.Services.AddAuthentication()
            .AddCookie(CookieScheme, options =>
            {
                options.Cookie.Name = "mm.web";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromDays(14);
                options.SlidingExpiration = true;
                options.AccessDeniedPath = "/forbidden";
                options.ForwardChallenge = OidcScheme;
                options.Events.OnValidatePrincipal = context =>
                    context.HttpContext.RequestServices.GetRequiredService<TokenRefresher>().RefreshAsync(context);
            })
            .AddOpenIdConnect(OidcScheme, options =>
            {
                var identity = configuration.ServiceUrl(ServiceNames.Identity);
                options.Authority = configuration.PublicUrl();
                options.MetadataAddress = new Uri(identity, "/.well-known/openid-configuration").ToString();
                options.RequireHttpsMetadata = false;
                options.ClientId = "web";
                options.ResponseType = OpenIdConnectResponseType.Code;
                options.UsePkce = true;
                options.SignInScheme = CookieScheme;
                options.SignOutScheme = CookieScheme;
                options.SaveTokens = true;
                options.MapInboundClaims = false;
                options.GetClaimsFromUserInfoEndpoint = false;
                options.Scope.Clear();
                foreach (var scope in new[] { "openid", "profile", "api", "offline_access" })
                {
                    options.Scope.Add(scope);
                }

                options.BackchannelHttpHandler = new Unanswered();
                options.TokenValidationParameters.NameClaimType = "name";
                options.TokenValidationParameters.RoleClaimType = "role";
                // Plain http on an office network: a cookie marked Secure would never come back.
                options.CorrelationCookie.SameSite = SameSiteMode.Lax;
                options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.NonceCookie.SameSite = SameSiteMode.Lax;
                options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ResponseMode = OpenIdConnectResponseMode.Query;
                options.Events.OnTokenValidated = context =>
                {
                    TokenRefresher.CopyClaims(context.Principal!, context.TokenEndpointResponse!.AccessToken);
                    return Task.CompletedTask;
                };
                options.Events.OnRemoteFailure = context =>
                {
                    context.Response.Redirect("/account/login?error=" + (IsAway(context.Failure) ? "away" : "again"));
                    context.HandleResponse();
                    return Task.CompletedTask;
                };
            });
    }

    public static void MapWebAuth(this WebApplication app)
    {
        app.MapGet("/sign-in", (string? returnUrl) => Results.Challenge(
                new AuthenticationProperties { RedirectUri = LocalAddress.Of(returnUrl, "/work") }, [OidcScheme]))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/sign-out", async (HttpContext http, SessionCheck sessions) =>
            {
                if (await http.GetTokenAsync(CookieScheme, "access_token") is { } access)
                {
                    sessions.End(access);
                }

                return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [CookieScheme, OidcScheme]);
            })
            .AllowAnonymous().RequireFormToken().ExcludeFromDescription();
    }

    private static bool IsAway(Exception? failure) =>
        failure is HttpRequestException or TaskCanceledException || (failure?.InnerException is { } inner && IsAway(inner));

    /// <summary>Signed in.</summary>
    public static bool IsSignedIn(this System.Security.Claims.ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true;

    public static bool IsVerified(this System.Security.Claims.ClaimsPrincipal user) => user.HasClaim(ClaimNames.Verified, "true");

    public static Guid? OrganisationId(this System.Security.Claims.ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirst(ClaimNames.Organisation)?.Value, out var id) ? id : null;

    /// <summary>An answer that says nothing about the sign-in is none: the handler would take it for a refusal.</summary>
    private sealed class Unanswered() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response.StatusCode >= System.Net.HttpStatusCode.InternalServerError ? response.EnsureSuccessStatusCode() : response;
        }
    }
}
