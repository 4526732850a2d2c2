using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Threading.RateLimiting;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Matchmaking.Web.Services;

/// <summary>
/// Renews the access token shortly before it ends, so that names follow within its lifetime, and as soon as services refuse
/// it, after a change of roles; with every page of a member whose organisation waits for approval, so that the approval is
/// there at once, or within seconds for who looks all the time. A cookie whose session ended opens nothing.
/// </summary>
internal sealed partial class TokenRefresher(
    IHttpClientFactory clients, IConfiguration configuration, SessionCheck sessions, TimeProvider time,
    ILogger<TokenRefresher> logger) : IDisposable
{
    // Each leaves three rows at Identity, and anybody can ask for it with any page.
    private const int EarlyInARow = 6;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);
    private static readonly string[] Copied = ["sub", "name", "email", "role", "org", "org_name", "org_kind", "verified"];

    private readonly PartitionedRateLimiter<string> _early = PartitionedRateLimiter.Create<string, string>(account =>
        RateLimitPartition.GetTokenBucketLimiter(account, _ => new() { TokenLimit = EarlyInARow, TokensPerPeriod = 1, ReplenishmentPeriod = Between }));

    /// <summary>Puts the access token's claims on the page's principal.</summary>
    public static void CopyClaims(ClaimsPrincipal principal, string accessToken)
    {
        var identity = (ClaimsIdentity)principal.Identity!;
        foreach (var claim in identity.Claims.Where(c => Copied.Contains(c.Type)).ToList())
        {
            identity.RemoveClaim(claim);
        }

        identity.AddClaims(new JsonWebToken(accessToken).Claims.Where(c => Copied.Contains(c.Type)).Select(c => new Claim(c.Type, c.Value)));
    }

    public async Task RefreshAsync(CookieValidatePrincipalContext context)
    {
        var due = !DateTimeOffset.TryParse(context.Properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var at)
            || at - time.GetUtcNow() <= Ahead;
        var early = !due
            && (context.Request.Query.ContainsKey("refresh")
                || (context.Principal?.IsVerified() == false && HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/assets")))
            && MayBeEarly(context.Principal);
        if ((due || early) && context.Properties.GetTokenValue("refresh_token") is { } refreshToken && await RenewAsync(context, refreshToken) == Renewal.Done)
        {
            return;
        }

        if (due || context.Properties.GetTokenValue("access_token") is not { } access || !await GoesOnAsync(context, access))
        {
            context.RejectPrincipal();
        }
    }

    public void Dispose() => _early.Dispose();

    private bool MayBeEarly(ClaimsPrincipal? principal)
    {
        using var lease = _early.AttemptAcquire(principal?.FindFirst("sub")?.Value ?? "");
        return lease.IsAcquired;
    }

    private async Task<bool> GoesOnAsync(CookieValidatePrincipalContext context, string access)
    {
        var state = await sessions.AskAsync(access, context.HttpContext.RequestAborted);
        if (state == SessionState.Open)
        {
            return true;
        }

        var renewal = state == SessionState.Refused && context.Properties.GetTokenValue("refresh_token") is { } refreshToken
            ? await RenewAsync(context, refreshToken)
            : Renewal.Refused;
        if (renewal == Renewal.Refused)
        {
            // Once for all: it will not be renewed, and a dead cookie shall not ask again and again.
            sessions.End(access);
        }

        return renewal == Renewal.Done;
    }

    private async Task<Renewal> RenewAsync(CookieValidatePrincipalContext context, string refreshToken)
    {
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = sessions.Patience;
            using var response = await client.PostAsync(
                new Uri(configuration.ServiceUrl(ServiceNames.Identity), "/connect/token"),
                new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["client_id"] = "web",
                    ["refresh_token"] = refreshToken,
                }),
                context.HttpContext.RequestAborted);
            if (!response.IsSuccessStatusCode)
            {
                return (int)response.StatusCode is >= 500 or 429 ? Renewal.Away : Renewal.Refused;
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var access = json.RootElement.GetProperty("access_token").GetString()!;
            context.Properties.UpdateTokenValue("access_token", access);
            if (json.RootElement.TryGetProperty("refresh_token", out var next))
            {
                context.Properties.UpdateTokenValue("refresh_token", next.GetString()!);
            }

            if (json.RootElement.TryGetProperty("id_token", out var id))
            {
                // Identity forgets the first one in time; the sign-out needs one that it knows.
                context.Properties.UpdateTokenValue("id_token", id.GetString()!);
            }

            var seconds = json.RootElement.GetProperty("expires_in").GetInt32();
            context.Properties.UpdateTokenValue(
                "expires_at", time.GetUtcNow().AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture));
            CopyClaims(context.Principal!, access);
            context.ShouldRenew = true;
            return Renewal.Done;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            LogFailed(exception);
            return Renewal.Away;
        }
    }

    private enum Renewal
    {
        Done,

        /// <summary>Identity says no, for good.</summary>
        Refused,

        /// <summary>Identity does not answer; the next page asks again.</summary>
        Away,
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Renewing an access token failed")]
    private partial void LogFailed(Exception exception);
}
