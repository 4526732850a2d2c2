using System.Net.Http.Headers;
using Matchmaking.Contracts;

namespace Matchmaking.Hosting;

/// <summary>HTTP to other services: one named client each, with timeout, retry and breaker (Polly's standard handler).</summary>
public static class Http
{
    /// <summary>Name of the client whose base address is the service's own.</summary>
    public static string ClientName(string service) => "service:" + service;

    internal static void AddServiceClients(this IHostApplicationBuilder builder)
    {
        foreach (var service in ServiceNames.All)
        {
            var address = builder.Configuration.ServiceUrl(service);
            builder.Services
                .AddHttpClient(ClientName(service), client => client.BaseAddress = new Uri(address, $"/api/{service}/"))
                .AddStandardResilienceHandler(options =>
                {
                    options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(30);
                    options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(10);
                    // A repeated POST without an idempotency key could act twice.
                    options.Retry.ShouldHandle = args => ValueTask.FromResult(
                        args.Outcome.Result?.RequestMessage?.Method is { } method
                        && method == HttpMethod.Get
                        && (int)args.Outcome.Result.StatusCode is 408 or 429 or >= 500);
                });
        }
    }

    /// <summary>Puts an access token on a request.</summary>
    public static void UseToken(this HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }
}
