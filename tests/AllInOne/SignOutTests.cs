using System.Net;
using System.Text.Json.Nodes;

namespace Matchmaking.AllInOne.Tests;

/// <summary>A sign-out ends the session, not only the browser's copy of it.</summary>
public sealed class SignOutTests(Portal portal)
{
    [Theory]
    [InlineData("/work"), InlineData("/work?refresh"), InlineData("/work/settings")]
    public async Task A_copied_cookie_opens_no_page_after_the_sign_out(string page)
    {
        using var session = await Session.SignInAsync(portal, "expert");
        using var elsewhere = await Session.SignInAsync(portal, "expert");
        var copied = session.Cookies;
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(copied, page)).Status);

        using (await session.PostAsync("/sign-out", ("__RequestVerificationToken", await session.TokenAsync("/work"))))
        {
        }

        var (status, location) = await OpenAsync(copied, page);
        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.StartsWith("/connect/authorize", location?.PathAndQuery, StringComparison.Ordinal);
        Assert.StartsWith("/account/login", (await OpenAsync(copied, location!.PathAndQuery)).Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(elsewhere.Cookies, page)).Status);
    }

    [Fact]
    public async Task A_change_of_roles_refuses_the_old_token_and_the_session_goes_on_with_a_new_one()
    {
        using var session = await Session.SignInAsync(portal, "hengshuo.lv");
        var member = (await portal.GetAsync(Readers.Admin, "/api/identity/members?size=100"))["items"]!.AsArray()
            .Single(m => (Guid)m!["id"]! == Readers.Enterprise.Account)!;
        await portal.PutAsync(Readers.Admin, $"/api/identity/members/{member["id"]}/roles", new JsonObject
        {
            ["roles"] = member["roles"]!.DeepClone(),
            ["version"] = member["version"]!.DeepClone(),
        });
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains("/sign-out", await session.ReadAsync("/work/needs"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_came_by_another_sites_link_is_asked_and_may_sign_out()
    {
        using var session = await Session.SignInAsync(portal, "liaison");
        using (var asked = await session.GetAsync("/connect/endsession"))
        {
            Assert.Equal("/account/sign-out", asked.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.Contains("action=\"/sign-out\"", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("/sign-out", await session.ReadAsync("/work"), StringComparison.Ordinal);
        using var visitor = new Session(portal);
        Assert.Contains("action=\"/connect/endsession\"", await visitor.ReadAsync("/account/sign-out"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/reset?account=x&token=y"), InlineData("/account/reset?account=&token=y"), InlineData("/account/confirm?account=x&token=y")]
    public async Task A_mutilated_link_is_told_in_words(string page)
    {
        using var visitor = new Session(portal);
        Assert.Contains("链接不完整", await visitor.ReadAsync(page), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, Uri? Location)> OpenAsync(string cookies, string page)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(portal.Url) };
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        using var answer = await client.GetAsync(page);
        return (answer.StatusCode, answer.Headers.Location);
    }
}
