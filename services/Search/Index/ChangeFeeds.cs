using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;

namespace Matchmaking.Search.Index;

/// <summary>Reads the owners' records as they stand.</summary>
internal sealed class ChangeFeeds(IHttpClientFactory clients, ServiceTokens tokens)
{
    private const int PageSize = 100;

    /// <summary>The documents of all records, a page at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SearchDocument>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in ReadAsync<NeedChanged>(ServiceNames.Needs, SearchDocuments.From, cancellation))
        {
            yield return page;
        }

        await foreach (var page in ReadAsync<AchievementChanged>(ServiceNames.Achievements, SearchDocuments.From, cancellation))
        {
            yield return page;
        }

        await foreach (var page in ReadAsync<ExpertChanged>(ServiceNames.Experts, SearchDocuments.From, cancellation))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<SearchDocument>> ReadAsync<TFact>(
        string service, Func<TFact, SearchDocument> document, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? cursor = "0";
        while (cursor is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"changes?after={Uri.EscapeDataString(cursor)}&size={PageSize}");
            await tokens.AuthorizeAsync(request, cancellation);
            using var response = await clients.CreateClient(Http.ClientName(service)).SendAsync(request, cancellation);
            response.EnsureSuccessStatusCode();
            var page = (await response.Content.ReadFromJsonAsync<FeedPage>(JsonDefaults.Options, cancellation))!;
            yield return [.. page.Facts.Select(f => document(f.Deserialize<TFact>(JsonDefaults.Options)!))];
            cursor = page.Next;
        }
    }

    private sealed record FeedPage(IReadOnlyList<JsonElement> Facts, string? Next);
}
