using System.Globalization;
using System.Threading.RateLimiting;
using Matchmaking.Hosting;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Matchmaking.Identity.Tokens;

/// <summary>
/// Guards clients' secrets wherever OpenIddict asks for one: few wrong ones a client and address, some more an address, and
/// the client of the services themselves from inside only. Right ones are not counted.
/// </summary>
internal sealed class ClientGuard : IAsyncDisposable, IDisposable
{
    private const int WrongAMinute = 10;
    private const int WrongAMinuteOfAnAddress = 30;
    private const int LongestId = 100;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _ofClient = Limiter(WrongAMinute);
    private readonly PartitionedRateLimiter<string> _ofAddress = Limiter(WrongAMinuteOfAnAddress);

    public static void Add(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler
            .UseSingletonHandler<BeforeSecret>().SetOrder(int.MinValue));
        server.AddEventHandler<ProcessErrorContext>(handler => handler
            .UseSingletonHandler<AfterError>().SetOrder(int.MinValue));
    }

    public void Dispose()
    {
        _ofClient.Dispose();
        _ofAddress.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _ofClient.DisposeAsync();
        await _ofAddress.DisposeAsync();
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = Window,
            SegmentsPerWindow = 6,
        }));

    // Anything may be sent as a client's id; ours are short.
    private static string ClientOf(HttpContext http, string client) =>
        $"{RateLimits.AddressOf(http)} {(client.Length <= LongestId ? client : client[..LongestId])}";

    // None is taken: it only asks whether there is any left.
    private bool IsSpent(HttpContext http, string client)
    {
        using var ofAddress = _ofAddress.AttemptAcquire(RateLimits.AddressOf(http), 0);
        if (!ofAddress.IsAcquired)
        {
            return true;
        }

        using var ofClient = _ofClient.AttemptAcquire(ClientOf(http, client), 0);
        return !ofClient.IsAcquired;
    }

    private void Count(HttpContext http, string client)
    {
        _ofClient.AttemptAcquire(ClientOf(http, client)).Dispose();
        _ofAddress.AttemptAcquire(RateLimits.AddressOf(http)).Dispose();
    }

    /// <summary>Before a secret is looked at: guesses beyond the limit are not, right or wrong.</summary>
    internal sealed class BeforeSecret(ClientGuard guard) : IOpenIddictServerHandler<ProcessAuthenticationContext>
    {
        public async ValueTask HandleAsync(ProcessAuthenticationContext context)
        {
            if (context.Transaction.GetHttpRequest()?.HttpContext is not { } http || context.Request?.ClientId is not { Length: > 0 } client
                || string.IsNullOrEmpty(context.Request.ClientSecret))
            {
                return;
            }

            if (client == ServiceTokens.ClientId && http.IsFromOutside())
            {
                context.Reject(Errors.InvalidClient, "This client is for the services of the installation only.");
            }
            else if (guard.IsSpent(http, client))
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                await http.Response.WriteAsJsonAsync(
                    new { error = Errors.SlowDown, error_description = "Too many wrong secrets from this address. Wait a minute." }, http.RequestAborted);
                context.HandleRequest();
            }
        }
    }

    /// <summary>Counts what was refused for its secret.</summary>
    internal sealed class AfterError(ClientGuard guard) : IOpenIddictServerHandler<ProcessErrorContext>
    {
        public ValueTask HandleAsync(ProcessErrorContext context)
        {
            if (context.Error == Errors.InvalidClient && context.Transaction.GetHttpRequest()?.HttpContext is { } http)
            {
                guard.Count(http, context.Request?.ClientId ?? "");
            }

            return ValueTask.CompletedTask;
        }
    }
}
