using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Hosting;

/// <summary>One page of an owner's change feed.</summary>
/// <param name="Facts">Present state of entities, each as its fact.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record FeedPage(IReadOnlyList<object> Facts, string? Next);

/// <summary>
/// Reads the change feeds of other services, from which copies are compared and read models made anew. What changes while
/// a feed is read arrives over the bus.
/// </summary>
public sealed class OwnerFeeds(IHttpClientFactory clients, ServiceTokens tokens)
{
    private const int PageSize = 100;

    /// <summary>Whether the service has a feed.</summary>
    public static bool Has(string service) => service == ServiceNames.Identity || FactOf(service) is not null;

    /// <summary>Every entity of a service in its present state, a page at a time.</summary>
    /// <exception cref="HttpRequestException">The service does not answer, or not as it should.</exception>
    public IAsyncEnumerable<IReadOnlyList<IFact>> ReadAsync(string service, CancellationToken cancellation) =>
        service == ServiceNames.Identity ? ReadIdentityAsync(cancellation) : ReadPagesAsync(service, FactOf(service)!, cancellation);

    private async IAsyncEnumerable<IReadOnlyList<IFact>> ReadIdentityAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var cursor = 0L; ;)
        {
            var changes = await GetAsync<List<IdentityChange>>(ServiceNames.Identity, $"{cursor}", cancellation);
            if (changes.Count == 0)
            {
                yield break;
            }

            yield return [.. changes.SelectMany(c => new IFact?[] { c.Organisation, c.Account }).OfType<IFact>()];
            cursor = changes[^1].Cursor > cursor ? changes[^1].Cursor : throw Stuck(ServiceNames.Identity);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<IFact>> ReadPagesAsync(
        string service, Type fact, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var cursor = "0"; ;)
        {
            var page = await GetAsync<Read>(service, cursor, cancellation);
            yield return [.. page.Facts.Select(f => (IFact)f.Deserialize(fact, JsonDefaults.Options)!)];
            if (page.Next is null)
            {
                yield break;
            }

            cursor = page.Next != cursor ? page.Next : throw Stuck(service);
        }
    }

    private async Task<T> GetAsync<T>(string service, string cursor, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"changes?after={Uri.EscapeDataString(cursor)}&size={PageSize}");
        await tokens.AuthorizeAsync(request, cancellation);
        using var client = clients.CreateClient(Http.ClientName(service));
        using var response = await client.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Options, cancellation))!;
    }

    // A service with one kind of fact has one kind of entity in its feed.
    private static Type? FactOf(string service) => service switch
    {
        ServiceNames.Needs or ServiceNames.Achievements or ServiceNames.Experts or ServiceNames.Cooperation =>
            FactNames.All.Single(f => f.Key.StartsWith(service + ".", StringComparison.Ordinal)).Value,
        _ => null,
    };

    private static HttpRequestException Stuck(string service) => new($"The change feed of {service} does not move on.");

    private sealed record Read(IReadOnlyList<JsonElement> Facts, string? Next);
}
