using System.Net;
using System.Net.Http.Json;
using Matchmaking.Browsing;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Split.Tests;

/// <summary>The portal with every service in a process of its own.</summary>
public sealed class SplitTests(Installation installation)
{
    private const string EnterprisePhone = "13812340001";
    private const string OfficePhone = "13912340002";

    [Fact]
    public async Task The_web_app_is_the_one_public_origin()
    {
        var portal = await installation.StartedAsync();
        using var client = new HttpClient { BaseAddress = new Uri(portal.Url) };
        foreach (var path in new[] { "/", "/needs", "/openapi/needs.json", "/.well-known/openid-configuration", "/health" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        }

        foreach (var service in ServiceNames.All)
        {
            using var refused = await client.GetAsync(new Uri($"/api/{service}/no-such-thing", UriKind.Relative));
            Assert.Equal((service, "application/problem+json"), (service, refused.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task The_services_secret_opens_nothing_from_outside()
    {
        var portal = await installation.StartedAsync();
        using var client = new HttpClient { BaseAddress = new Uri(portal.Url) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "internal", ["client_secret"] = Installation.InternalSecret, ["scope"] = "api",
        });
        using var refused = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Limits_count_the_person_and_not_the_web_app()
    {
        var portal = await installation.StartedAsync();
        using var client = new HttpClient { BaseAddress = new Uri(portal.Url) };
        // All at once: answers of the same time for everybody are slow, and a minute passes.
        Assert.Contains(HttpStatusCode.TooManyRequests, await Task.WhenAll(Enumerable.Range(0, Installation.SensitivePerMinute + 1).Select(_ => AskAsync("10.1.1.1"))));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await AskAsync("10.1.1.2"));

        async Task<HttpStatusCode> AskAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/identity/password-resets");
            request.Headers.Add("X-Forwarded-For", address);
            request.Content = JsonContent.Create(new AskForMail("nobody@example.com"));
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_need_and_a_result_meet_though_search_is_killed_while_they_are_published()
    {
        await using var bureau = await installation.VisitAsync();
        await bureau.SignInAsync(bureau.Portal.Bureau);
        await using var liaison = await installation.VisitAsync();
        await liaison.SignInAsync(await liaison.RegisterAsync(bureau, "university", $"江海{Guid.NewGuid().ToString()[..6]}大学"));
        await using var enterprise = await installation.VisitAsync();
        await enterprise.SignInAsync(await enterprise.RegisterAsync(bureau, "enterprise", $"恒远{Guid.NewGuid().ToString()[..6]}轴承有限公司"));

        const string Title = "轮毂轴承多唇密封的激光织构减摩方法";
        var achievement = await liaison.PostAchievementAsync(Title);
        var need = await enterprise.PostNeedAsync("轮毂轴承单元泥水密封失效，寻求低摩擦密封结构");
        var search = installation[ServiceNames.Search];
        // The first fact is on its way when search dies; the second is published while it is gone.
        await bureau.PublishAsync(achievement);
        await search.KillAsync();
        await bureau.PublishAsync(need);
        search.Start();
        await search.HealthyAsync();

        var suggestion = await enterprise.SuggestionAsync(need, Title);
        await Expect(suggestion.Locator(".pair").First).ToContainTextAsync("对方写的");
        var interest = await enterprise.SendInterestAsync(suggestion, EnterprisePhone);
        await liaison.OpenAsync("/work/interests");
        await Expect(liaison.Page.Locator("li.interest").First).ToContainTextAsync(Title);
        await liaison.OpenAsync(interest);
        Assert.DoesNotContain(EnterprisePhone, await liaison.Page.ContentAsync(), StringComparison.Ordinal);
        await liaison.AcceptAsync(interest, OfficePhone);
        Assert.Contains(EnterprisePhone, await liaison.TextAsync(), StringComparison.Ordinal);
        await enterprise.OpenAsync(interest);
        Assert.Contains(OfficePhone, await enterprise.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(enterprise.Faults.Concat(bureau.Faults).Concat(liaison.Faults));
    }
}
