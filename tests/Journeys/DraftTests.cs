using Matchmaking.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>Text that did not reach the server is offered again, and only as long as the server has nothing newer.</summary>
public sealed class DraftTests(PortalFixture portal)
{
    [Fact]
    public async Task The_offer_of_unsaved_text_goes_once_the_server_has_the_form()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise");
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "自动保存提示测试"), ("problem", "磨削后表面发黑，探伤不合格，每月报废约三百件。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        await Expect(enterprise.Page.Locator("[name=attempts]")).ToHaveCountAsync(1);
        await enterprise.LoseTabAsync(("attempts", "换过砂轮，没有效果。"));
        var restore = enterprise.Page.GetByRole(AriaRole.Button, new() { Name = "恢复" });
        await Expect(restore).ToHaveCountAsync(1);
        await enterprise.AutosaveAsync(() => enterprise.FillAsync(("attempts", "换过砂轮和冷却液，仍在验证。")));
        await Expect(restore).ToHaveCountAsync(0);

        await enterprise.PressAsync("下一步");
        await Expect(enterprise.Page.Locator("[name=expectedResult]")).ToHaveCountAsync(1);
        await Expect(restore).ToHaveCountAsync(0);
        await enterprise.PressAsync("上一步");
        await Expect(enterprise.Page.Locator("[name=attempts]")).ToHaveValueAsync("换过砂轮和冷却液，仍在验证。");
        await Expect(restore).ToHaveCountAsync(0);
        Assert.Empty(enterprise.Faults);
    }

    [Fact]
    public async Task A_form_that_was_sent_after_the_session_had_ended_comes_back_after_signing_in()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise");
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "登录过期测试"), ("problem", "磨削后表面发黑，探伤不合格。"));
        await enterprise.Page.Context.ClearCookiesAsync();
        await enterprise.PressAsync("保存草稿，继续填写");
        await enterprise.FillAsync(("email", "enterprise@example.com"), ("password", Hosting.DemoFolder.Password));
        await enterprise.Page.Locator("form[action='/connect/sign-in'] button").ClickAsync();
        await Expect(enterprise.Page.Locator("[name=problem]")).ToHaveValueAsync("磨削后表面发黑，探伤不合格。");
    }

    [Fact]
    public async Task A_draft_changed_in_another_tab_is_replaced_only_when_asked()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise", script: false);
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "两个窗口的需求"), ("problem", "磨削后表面发黑。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        var other = await enterprise.Page.Context.NewPageAsync();
        await other.GotoAsync(enterprise.Page.Url);
        await other.Locator("[name=attempts]").FillAsync("另一个窗口写的");
        await other.Locator("#record-form .actions .primary").ClickAsync();
        await Expect(other.Locator("[name=expectedResult]")).ToHaveCountAsync(1);

        await enterprise.FillAsync(("attempts", "这个窗口写的"));
        await enterprise.Page.Locator("#record-form .actions .primary").ClickAsync();
        await Expect(enterprise.Page.Locator("#problem")).ToContainTextAsync("您刚写的还在本页");
        await Expect(enterprise.Page.Locator("[data-autosave-state]")).Not.ToContainTextAsync("已保存");
        await Expect(enterprise.Page.Locator("[name=attempts]")).ToHaveValueAsync("这个窗口写的");
        await enterprise.PressAsync("用我写的替换这一步");
        await Expect(enterprise.Page.Locator("[name=expectedResult]")).ToHaveCountAsync(1);
        await other.GotoAsync(enterprise.Page.Url.Replace("step=2", "step=1", StringComparison.Ordinal));
        await Expect(other.Locator("[name=attempts]")).ToHaveValueAsync("这个窗口写的");
        Assert.Empty(enterprise.Faults);
    }

    [Fact]
    public async Task What_is_begun_stays_until_there_is_a_draft_and_nothing_makes_no_draft()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise");
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.PressAsync("保存草稿，继续填写");
        await Expect(enterprise.Page.Locator("#problem")).ToContainTextAsync("需求名称");
        await Expect(enterprise.Page.Locator("#f-problem .error")).ToBeVisibleAsync();
        await enterprise.FillAsync(("title", "写到一半的需求"), ("problem", "磨削后表面发黑。"));
        await enterprise.OpenAsync("/work");
        await enterprise.OpenAsync("/work/needs/new");
        await Expect(enterprise.Page.Locator("[name=title]")).ToHaveValueAsync("写到一半的需求");
        Assert.Equal([], await enterprise.InspectAsync());
        await enterprise.PressAsync("保存草稿，继续填写");
        await Expect(enterprise.Page.Locator("[name=attempts]")).ToHaveCountAsync(1);
        await enterprise.OpenAsync("/work/needs/new");
        await Expect(enterprise.Page.Locator("[name=title]")).ToHaveValueAsync("");
        Assert.Empty(enterprise.Faults);
    }
}
