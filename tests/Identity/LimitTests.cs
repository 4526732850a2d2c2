using System.Net;
using System.Net.Http.Json;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;

namespace Matchmaking.Identity.Tests;

/// <summary>Whom the narrow limit counts as one.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task One_network_of_IPv6_and_one_mapped_address_count_as_one_visitor()
    {
        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite, "--RateLimits:SensitivePerMinute", "3");
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        foreach (var address in new[] { "2001:db8:7:1::1", "2001:db8:7:1::2", "2001:db8:7:1:ffff::3", "::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(address));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("2001:db8:7:1:abcd:ef01:2345:6789"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("::ffff:203.0.113.9"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync("2001:db8:7:2::1"));

        async Task<HttpStatusCode> AskAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/identity/email-confirmations")
            {
                Content = JsonContent.Create(new ConfirmEmail(Guid.Empty, "none", "none")),
            };
            request.Headers.Add("X-Forwarded-For", address);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Invitations_fall_under_the_narrow_limit()
    {
        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite, "--RateLimits:SensitivePerMinute", "5");
        using var bureau = host.Browser();
        Assert.Null(await bureau.SignInAsync(IdentityHost.BureauEmail, IdentityHost.BureauPassword));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await bureau.SendAsync(HttpMethod.Post, "invitations", new CreateInvitation($"c{i}@example.com", "孙", [Roles.Organizer], IdentityHost.BureauPassword));
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Created, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }
}
