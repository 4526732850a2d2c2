using System.Net;
using Matchmaking.Testing;

namespace Matchmaking.Identity.Tests;

/// <summary>The wide limits: of pages, and of what describes the system.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Pages_health_and_documents_have_a_limit_each_and_probes_and_files_have_none()
    {
        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite, "--RateLimits:PerMinute", "30");
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        Assert.Equal(3, await AnsweredAsync("198.51.100.1", "/health"));
        Assert.Equal(3, await AnsweredAsync("198.51.100.2", "/openapi/identity.json"));
        Assert.Equal(30, await AnsweredAsync("198.51.100.3", "/needs?q=1"));
        Assert.Equal(30, await AnsweredAsync("198.51.100.3", "/api/identity/nothing"));
        Assert.Equal(40, await AnsweredAsync("198.51.100.3", "/alive"));
        Assert.Equal(40, await AnsweredAsync("198.51.100.3", "/assets/site.css"));

        // Another office goes on, and who is refused reads why, in a language of theirs.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await AskAsync("198.51.100.4", "/needs")).StatusCode);
        using var refused = await AskAsync("198.51.100.3", "/needs");
        Assert.Equal("text/html", refused.Content.Headers.ContentType?.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var body = await refused.Content.ReadAsStringAsync();
        Assert.Contains("访问太频繁", body, StringComparison.Ordinal);
        Assert.Contains($"请在 {refused.Headers.RetryAfter.Delta.Value.TotalSeconds} 秒后重试", body, StringComparison.Ordinal);
        using var program = await AskAsync("198.51.100.3", "/api/identity/nothing");
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(program.Headers.RetryAfter);

        async Task<int> AnsweredAsync(string address, string path)
        {
            var answered = 0;
            for (var i = 0; i < 40; i++)
            {
                using var answer = await AskAsync(address, path);
                answered += answer.StatusCode == HttpStatusCode.TooManyRequests ? 0 : 1;
            }

            return answered;
        }

        Task<HttpResponseMessage> AskAsync(string address, string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Forwarded-For", address);
            return client.SendAsync(request);
        }
    }
}
