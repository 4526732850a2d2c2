using System.Net;
using System.Text.Json.Nodes;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What somebody can repeat or ask for without end has one.</summary>
public sealed class BoundsTests(Portal portal)
{
    [Theory]
    [InlineData(null, "/needs", "/achievements?q=轴承", "/experts", "/search?q=轴承")]
    [InlineData("enterprise", "/work/needs", "/work/interests", "/work/messages", "/work/saved")]
    [InlineData("bureau", "/office/review", "/office/needs", "/office/organisations", "/office/registrations", "/office/audit")]
    public async Task A_page_too_deep_says_so_and_leads_to_the_first(string? reader, params string[] pages)
    {
        using var session = reader is null ? new Session(portal) : await Session.SignInAsync(portal, reader);
        foreach (var page in pages)
        {
            using var answer = await session.GetAsync(page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "page=100000");
            var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{page}: {answer.StatusCode}");
            Assert.Contains("没有这么后面的页", body, StringComparison.Ordinal);
            Assert.Matches($"href=\"{page.Split('?')[0]}(\\?q=[^\"&]*)?\">看第 1 页", body);
            Assert.Matches("列表最多看到第 [0-9]+ 页", body);
            Assert.DoesNotContain("暂时打不开", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Agreements_of_an_interest_come_to_an_end_and_a_list_has_those_that_hold()
    {
        var (need, interest) = await AcceptedAsync("qzmany");
        for (var i = 0; i < 10; i++)
        {
            interest = await StepAsync(Readers.Enterprise, interest, "ndas", Nda(need));
            interest = await StepAsync(Readers.Enterprise, interest, "ndas/revoke", new JsonObject { ["recordId"] = need, ["reason"] = "协议到期" });
        }

        Assert.Equal(10, interest["ndas"]!.AsArray().Count);
        var body = Nda(need);
        body["version"] = interest["version"]!.GetValue<long>();
        var refused = await portal.SendAsync(Readers.Enterprise, "POST", $"/api/cooperation/interests/{interest["id"]}/ndas", body.ToJsonString());
        Assert.Equal("too-many-ndas", (string?)refused.Expect(409, "the eleventh")["code"]);
        var row = (await portal.GetAsync(Readers.Enterprise, $"/api/cooperation/interests?itemId={need}"))["items"]![0]!;
        Assert.Empty(row["ndas"]!.AsArray());
        Assert.Single(row["turns"]!.AsArray());
        Assert.Equal("nda-revoke", (string?)row["turns"]![0]!["verb"]);
    }

    [Fact]
    public async Task Questions_about_an_interest_come_to_an_end()
    {
        var (_, interest) = await SentAsync("qzquestions");
        for (var i = 0; i < 20; i++)
        {
            interest = await StepAsync(Readers.Enterprise, interest, "ask", new JsonObject { ["text"] = $"问题 {i}" });
            interest = await StepAsync(Readers.OtherLiaison, interest, "answer", new JsonObject { ["text"] = $"回答 {i}" });
        }

        var body = new JsonObject { ["text"] = "再问一次", ["version"] = interest["version"]!.GetValue<long>() };
        var refused = await portal.SendAsync(Readers.Enterprise, "POST", $"/api/cooperation/interests/{interest["id"]}/ask", body.ToJsonString());
        Assert.Equal("too-many-questions", (string?)refused.Expect(409, "the next question")["code"]);
        await StepAsync(Readers.Enterprise, interest, "accept", new JsonObject { ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444" } });
    }

    [Fact]
    public async Task A_record_is_moved_to_and_fro_no_more_than_fifty_times_a_day()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", "qzmoves"));
        var version = 1L;
        Answer answer;
        var moves = 0;
        do
        {
            var verb = moves % 2 == 0 ? "submit" : "recall";
            answer = await portal.SendAsync(Readers.Enterprise, "POST", $"/api/needs/{id}/moves", new JsonObject { ["verb"] = verb, ["version"] = version, ["reason"] = "测试原因" }.ToJsonString());
            version = answer.Status == 200 ? answer.Json["version"]!.GetValue<long>() : version;
        }
        while (answer.Status == 200 && ++moves < 100);
        Assert.Equal("too-many-moves", (string?)answer.Expect(409, "after many moves")["code"]);
        Assert.Equal(49, moves);
    }

    [Fact]
    public async Task A_session_is_not_renewed_with_every_page_however_often_it_is_asked_for()
    {
        using var session = await Session.SignInAsync(portal, "enterprise2");
        var before = await TokensAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("/sign-out", await session.ReadAsync("/work?refresh=1"), StringComparison.Ordinal);
        }

        // Three rows each time: an access, an identity and a refresh token.
        Assert.InRange(await TokensAsync() - before, 3, 24);

        async Task<long> TokensAsync()
        {
            await using var scope = portal.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<OpenIddict.Abstractions.IOpenIddictTokenManager>().CountAsync();
        }
    }

    private async Task<(Guid Need, JsonNode Interest)> SentAsync(string mark)
    {
        var need = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        var body = new JsonObject
        {
            ["itemKind"] = "need",
            ["itemId"] = need,
            ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
        }.ToJsonString();
        Answer? sent = null;
        await Probe.Until(async () => (sent = await portal.SendAsync(Readers.OtherLiaison, "POST", "/api/cooperation/interests", body)).Status != 404, "it can be approached");
        return (need, sent!.Expect(201, "send"));
    }

    private async Task<(Guid Need, JsonNode Interest)> AcceptedAsync(string mark)
    {
        var (need, interest) = await SentAsync(mark);
        return (need, await StepAsync(Readers.Enterprise, interest, "accept", new JsonObject { ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444" } }));
    }

    private async Task<JsonNode> StepAsync(Reader by, JsonNode interest, string what, JsonObject body)
    {
        body["version"] = interest["version"]!.GetValue<long>();
        return await portal.PostAsync(by, $"/api/cooperation/interests/{interest["id"]}/{what}", body);
    }

    private static JsonObject Nda(Guid record) => new()
    {
        ["recordId"] = record,
        ["institution"] = "沿江大学",
        ["signedOn"] = "2026-03-01",
        ["reference"] = "BM-2026-07",
    };
}
