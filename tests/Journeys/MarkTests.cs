using Matchmaking.Browsing;
using Matchmaking.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>What a member does with suggestions and searches, with plain forms on a phone and with script on a desk.</summary>
public sealed class MarkTests(PortalFixture portal)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partner_is_put_away_brought_back_and_saved(bool script)
    {
        await using var visitor = await portal.SignedInAsync("enterprise", script);
        await OpenNeedAsync(visitor);
        var first = visitor.Page.Locator("article.match").First;
        var title = await first.Locator("h3 a").InnerTextAsync();

        await first.Locator(".put-away > summary").ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "成熟度不够" }).ClickAsync();
        await Expect(visitor.Page.Locator("article.match h3 a", new() { HasTextString = title })).ToHaveCountAsync(0);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "撤销移除" }).ClickAsync();
        await Expect(visitor.Page.Locator("article.match").First.Locator("h3 a")).ToHaveTextAsync(title);

        await visitor.Page.Locator("article.match").First.Locator("button[value=saved]").ClickAsync();
        await Expect(visitor.Page.Locator("#suggestions .notice.ok")).ToContainTextAsync("已收藏");
        await visitor.OpenAsync("/work/saved");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync(title);
        if (script)
        {
            Assert.Equal([], await visitor.InspectAsync());
        }

        await visitor.Page.Locator("main button[value=shown]").First.ClickAsync();
        await Expect(visitor.Page.Locator("main .list")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task A_search_and_a_need_are_watched_paused_and_deleted()
    {
        await using var visitor = await portal.SignedInAsync("enterprise2");
        await visitor.OpenAsync("/search?q=结晶&kind=achievement");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "保存此查找" }).ClickAsync();
        await Expect(visitor.Page.Locator(".notice.ok")).ToContainTextAsync("已保存此查找");
        await OpenNeedAsync(visitor);
        await visitor.Page.Locator("aside").GetByRole(AriaRole.Button, new() { Name = "关注此需求" }).ClickAsync();
        await Expect(visitor.Page.Locator("aside")).ToContainTextAsync("已关注");

        await visitor.OpenAsync("/work/watches");
        await Expect(visitor.Page.Locator("main li")).ToHaveCountAsync(2);
        Assert.Equal([], await visitor.InspectAsync());
        await visitor.Page.Locator("main li", new() { HasTextString = "结晶" }).Locator("button", new() { HasTextString = "暂停提醒" }).ClickAsync();
        await Expect(visitor.Page.Locator("main li", new() { HasTextString = "结晶" })).ToContainTextAsync("提醒已暂停");
        await visitor.Page.Locator("main li", new() { HasTextString = "结晶" }).Locator("button", new() { HasTextString = "删除" }).ClickAsync();
        await Expect(visitor.Page.Locator("main li")).ToHaveCountAsync(1);
        await visitor.OpenAsync("/work/settings");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "停用全部关注提醒" }).ClickAsync();
        await Expect(visitor.Page.Locator("#alerts")).ToContainTextAsync("其中 1 项已暂停");
        Assert.Empty(visitor.Faults);
    }

    // The ranker learns the demo district's language in the seconds after the first start.
    private static Task OpenNeedAsync(Visitor visitor) => Probe.Until(async () =>
    {
        await visitor.OpenAsync("/work/needs");
        var links = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))");
        foreach (var link in links.Select(l => l.Split('?', '#')[0]).Where(l => Guid.TryParse(l.Split('/')[^1], out _)).Distinct())
        {
            await visitor.OpenAsync(link);
            if (await visitor.Page.Locator("article.match").CountAsync() > 1)
            {
                return true;
            }
        }

        return false;
    }, "a need has partners", 60);
}
