using System.Net;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Matchmaking.Web.Services;

/// <summary>What Identity says of the session behind a cookie.</summary>
public enum SessionState
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>Its access token is refused: it ended, or the roles changed. Whether it can be renewed tells.</summary>
    Refused,

    /// <summary>It was ended.</summary>
    Ended,
}

/// <summary>
/// Whether the session behind a cookie goes on. The cookie holds all that it needs, so a copy would outlive the sign-out.
/// Asking Identity now and then was chosen over a store of tickets on the server: replicas share nothing, a restart signs
/// nobody out, and what ends a session elsewhere, such as a lock of the account, ends the cookie too.
/// </summary>
public sealed partial class SessionCheck(
    IHttpClientFactory clients, IConfiguration configuration, HostedModules modules, IMemoryCache cache, ILogger<SessionCheck> logger)
{
    private const string SessionClaim = "oi_au_id";

    // How long a copied cookie may work on, in another replica than the one that signed out.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // Longer than an access token: what comes after it cannot be had any more.
    private static readonly TimeSpan Remember = TimeSpan.FromHours(1);

    /// <summary>How long a page waits for Identity before anything else; in one process it does not hang by itself.</summary>
    internal TimeSpan Patience => TimeSpan.FromSeconds(modules.Has(ServiceNames.Identity) ? 10 : 2);

    /// <summary>How it stands with the session that an access token comes from. Where Identity is away it is taken to go on.</summary>
    public async Task<SessionState> AskAsync(string accessToken, CancellationToken cancellation)
    {
        if (cache.TryGetValue(KeyOf(accessToken), out SessionState ended))
        {
            return ended;
        }

        if (!cache.TryGetValue(TokenKeyOf(accessToken), out SessionState state))
        {
            state = await FetchAsync(accessToken, cancellation);
            if (state == SessionState.Ended)
            {
                End(accessToken);
            }
            else
            {
                cache.Set(TokenKeyOf(accessToken), state, Every);
            }
        }

        return state;
    }

    /// <summary>Ends it in this process at once; Identity is told by the browser, on its way through the sign-out.</summary>
    public void End(string accessToken) => cache.Set(KeyOf(accessToken), SessionState.Ended, Remember);

    /// <summary>A service refused the token: the next page asks Identity again.</summary>
    public void Doubt(string accessToken) => cache.Remove(TokenKeyOf(accessToken));

    // A session's tokens differ: one from before a change of roles is refused, the next one is not.
    private static string TokenKeyOf(string accessToken) => "token:" + accessToken;

    private static string KeyOf(string accessToken) =>
        "session:" + (new JsonWebToken(accessToken).TryGetPayloadValue<string>(SessionClaim, out var id) ? id : accessToken);

    private async Task<SessionState> FetchAsync(string accessToken, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = Patience;
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(configuration.ServiceUrl(ServiceNames.Identity), $"/api/{ServiceNames.Identity}/{IdentityPaths.Session}"));
            request.UseToken(accessToken);
            using var answer = await client.SendAsync(request, cancellation);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized => SessionState.Refused,
                HttpStatusCode.Forbidden or HttpStatusCode.NotFound => SessionState.Ended,
                _ => SessionState.Open,
            };
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            LogAway(away);
            return SessionState.Open;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a session goes on could not be asked")]
    private partial void LogAway(Exception exception);
}
