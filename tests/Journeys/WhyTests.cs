using Matchmaking.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>Why a partner is proposed, and why a certain one is not.</summary>
public sealed class WhyTests(PortalFixture portal)
{
    [Fact]
    public async Task An_owner_reads_the_reasons_of_a_suggestion_and_asks_for_a_record_that_is_missing()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise2");
        await using var bureau = await portal.SignedInAsync("bureau");
        var need = await enterprise.PostNeedAsync("轮毂轴承单元泥水密封失效，寻求低摩擦密封结构（为什么推荐）");
        await bureau.PublishAsync(need);
        await enterprise.OpenAsync(need);
        var card = enterprise.Page.Locator("article.match").First;
        await enterprise.ReloadUntilAsync(card);
        await Expect(card.Locator(".chance")).ToContainTextAsync("有用的可能约");
        await card.Locator("details.more summary").ClickAsync();
        await Expect(card.Locator("table.shares").First).ToContainTextAsync("%");
        var number = (await (await enterprise.Page.Context.APIRequest.GetAsync(portal.Portal.Url + "/api/search/?kind=achievement&q=%E5%8E%9F%E6%96%99&size=1")).JsonAsync())!
            .Value.GetProperty("hits").GetProperty("items")[0].GetProperty("number").GetString()!;

        // Typed as people type, in full width and small letters.
        await AskAsync(enterprise, need, number.ToLowerInvariant().Replace('-', '－'));
        await Expect(enterprise.Page.Locator("#verdict")).ToBeVisibleAsync();
        await Expect(enterprise.Page.Locator("main")).ToContainTextAsync(number);
        Assert.Equal([], await enterprise.InspectAsync());

        await AskAsync(enterprise, need, $"{portal.Portal.Url}/needs/{need[^36..]}");
        await Expect(enterprise.Page.Locator("#verdict")).ToContainTextAsync("不推荐");
        foreach (var (typed, said) in new[] { ("轴承密封", "不是编号"), ("A-2026-99999", "没有找到") })
        {
            await AskAsync(enterprise, need, typed);
            await Expect(enterprise.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync(said);
        }

        Assert.Equal([], await enterprise.InspectAsync());
        Assert.Empty(enterprise.Faults);
    }

    [Fact]
    public async Task Filters_are_folded_on_a_phone_and_open_on_a_wide_screen_without_script()
    {
        await using var visitor = await portal.VisitAsync(script: false);
        await visitor.OpenAsync("/achievements");
        var facet = visitor.Page.Locator(".facets .facet a").First;
        await Expect(facet).ToBeVisibleAsync();
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await Expect(facet).Not.ToBeVisibleAsync();
        await visitor.Page.Locator(".facets > summary").ClickAsync();
        await Expect(facet).ToBeVisibleAsync();
    }

    private static async Task AskAsync(Visitor owner, string need, string typed)
    {
        await owner.OpenAsync(need);
        await owner.FillAsync(("number", typed));
        await owner.PressAsync("问为什么没推荐");
    }
}
