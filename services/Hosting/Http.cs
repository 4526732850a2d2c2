using System.Net.Http.Headers;
using Matchmaking.Contracts;
using Microsoft.Extensions.Http.Resilience;

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
                    options.Retry.DisableForUnsafeHttpMethods();
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
