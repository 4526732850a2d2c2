using System.Net.Http.Headers;
using Matchmaking.Contracts;
using Microsoft.Extensions.Http.Resilience;
using Polly;

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
            var addresses = builder.Configuration.ServiceUrls(service);
            var client = builder.Services.AddHttpClient(
                ClientName(service), client => client.BaseAddress = new Uri(addresses[0], $"/api/{service}/"));
            client.AddStandardResilienceHandler(options =>
            {
                options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(30);
                options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(10);
                options.Retry.Delay = TimeSpan.FromMilliseconds(200);
                options.Retry.ShouldHandle = attempt => ValueTask.FromResult(IsPassing(attempt.Outcome));
                options.CircuitBreaker.ShouldHandle = attempt => ValueTask.FromResult(IsPassing(attempt.Outcome));
                // A repeated POST without an idempotency key could act twice.
                options.Retry.DisableForUnsafeHttpMethods();
            });
            if (addresses.Count > 1)
            {
                // Inside the retries: another try goes to another address.
                client.AddHttpMessageHandler(services => new NextAddress(addresses, services.GetRequiredService<TimeProvider>()));
            }
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

    // A service that says when to come back works: what it needs is away, or it is asked too much. Asking again at once
    // would only make a person wait, and a breaker would take away what the service can do all the same.
    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        HttpClientResiliencePredicates.IsTransient(outcome) && outcome.Result?.Headers.RetryAfter is null;
}
