using System.Net;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Matchmaking.Web.Services;

/// <summary>
/// Whether the session behind a cookie goes on. The cookie holds all that it needs, so a copy would outlive the sign-out.
/// Asking Identity now and then was chosen over a store of tickets on the server: replicas share nothing, a restart signs
/// nobody out, and what ends a session elsewhere, such as a lock of the account, ends the cookie too.
/// </summary>
internal sealed partial class SessionCheck(
    IHttpClientFactory clients, IConfiguration configuration, IMemoryCache cache, ILogger<SessionCheck> logger)
{
    private const string SessionClaim = "oi_au_id";

    // How long a copied cookie may work on, in another replica than the one that signed out.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    // Longer than an access token: what comes after it cannot be had any more.
    private static readonly TimeSpan Remember = TimeSpan.FromHours(1);

    /// <summary>Whether the session that an access token comes from goes on. Where Identity is away it is taken to.</summary>
    public async Task<bool> IsOpenAsync(string accessToken, CancellationToken cancellation)
    {
        var key = KeyOf(accessToken);
        if (!cache.TryGetValue(key, out bool open))
        {
            open = await AskAsync(accessToken, cancellation);
            cache.Set(key, open, open ? Every : Remember);
        }

        return open;
    }

    /// <summary>Ends it in this process at once; Identity is told by the browser, on its way through the sign-out.</summary>
    public void End(string accessToken) => cache.Set(KeyOf(accessToken), false, Remember);

    private static string KeyOf(string accessToken) =>
        "session:" + (new JsonWebToken(accessToken).TryGetPayloadValue<string>(SessionClaim, out var id) ? id : accessToken);

    private async Task<bool> AskAsync(string accessToken, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(5);
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(configuration.ServiceUrl(ServiceNames.Identity), $"/api/{ServiceNames.Identity}/{IdentityPaths.Session}"));
            request.UseToken(accessToken);
            using var answer = await client.SendAsync(request, cancellation);
            return answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            LogAway(away);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a session goes on could not be asked")]
    private partial void LogAway(Exception exception);
}
