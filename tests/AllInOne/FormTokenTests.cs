using System.Net;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What the session's cookie authorises is carried out with the page's token only, and nothing written is lost.</summary>
public sealed class FormTokenTests(Portal portal)
{
    private const string Draft = "套圈磨削后表面发黑，探伤不合格，每月报废约三百件。";

    [Fact]
    public async Task Autosave_needs_the_token()
    {
        using var session = await Session.SignInAsync(portal, "enterprise");
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qztoken"));
        var edit = $"/work/needs/{id}/edit?step=1";
        var token = await session.TokenAsync(edit);
        (string, string)[] fields = [("_fields", "problem"), ("_version", await session.HiddenAsync(edit, "_version")), ("problem", Draft)];

        using (var refused = await session.PostAsync($"/work/needs/{id}/autosave", fields))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("form-expired", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Draft, await session.ReadAsync(edit), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/work/needs/{id}/autosave")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        request.Headers.Add("RequestVerificationToken", token);
        using var saved = await session.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains(Draft, await session.ReadAsync(edit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_needs_the_token()
    {
        using var session = await Session.SignInAsync(portal, "expert");
        using (var refused = await session.PostAsync("/sign-out"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("/sign-out", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("顾长渊", await session.ReadAsync("/work"), StringComparison.Ordinal);
        using var left = await session.PostAsync("/sign-out", ("__RequestVerificationToken", await session.TokenAsync("/work")));
        Assert.Equal("/", left.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain("顾长渊", await session.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/work/needs/new", "new", "problem", "_fields=title,problem")]
    [InlineData("/work/settings", "profile", "name", "")]
    [InlineData("/work/members", "invite", "email", "")]
    public async Task A_page_with_an_old_token_does_nothing_says_so_and_keeps_what_was_entered(string page, string handler, string field, string more)
    {
        using var session = await Session.SignInAsync(portal, "enterprise");
        var before = (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?size=1"))["total"]!.GetValue<int>();
        List<(string, string)> fields = [("_handler", handler), ("__RequestVerificationToken", "CfDJ8old"), (field, Draft)];
        fields.AddRange(more.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => (p.Split('=')[0], p.Split('=')[1])));
        using var refused = await session.PostAsync(page, [.. fields]);
        var body = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("刚才的操作没有生效", body, StringComparison.Ordinal);
        Assert.Contains(Draft, body, StringComparison.Ordinal);
        Assert.Contains("__RequestVerificationToken", body, StringComparison.Ordinal);
        Assert.Equal(before, (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?size=1"))["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_step_of_a_form_survives_an_old_token()
    {
        using var session = await Session.SignInAsync(portal, "enterprise");
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qzoldstep"));
        using var refused = await session.PostAsync(
            $"/work/needs/{id}/edit?step=1", ("_handler", "record"), ("_fields", "problem"), ("_version", "1"), ("problem", Draft));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(Draft, WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(1, (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}"))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_another_sites_page_filled_in_is_not_shown()
    {
        using var session = await Session.SignInAsync(portal, "enterprise");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/work/needs/new")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "new"), KeyValuePair.Create("problem", Draft)]),
        };
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var refused = await session.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("", await refused.Content.ReadAsStringAsync());
    }
}
