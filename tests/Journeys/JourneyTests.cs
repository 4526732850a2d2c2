using Matchmaking.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>What the portal is for, from the first visit to the exchanged contact.</summary>
public sealed class JourneyTests(PortalFixture portal)
{
    private const string DemoAchievement = "多唇接触式密封界面混合润滑机理与低摩擦结构优化";
    private const string EnterprisePhone = "13812340001";
    private const string OfficePhone = "13912340002";

    [Fact]
    public async Task An_enterprise_registers_posts_a_need_and_exchanges_contacts_with_a_university()
    {
        await using var enterprise = await portal.VisitAsync();
        await using var bureau = await portal.SignedInAsync("bureau");
        var login = await enterprise.RegisterAsync(bureau, "enterprise", $"旅程{Guid.NewGuid().ToString()[..6]}轴承有限公司");
        await enterprise.SignInAsync(login);
        var need = await enterprise.PostNeedAsync("轮毂轴承单元泥水密封失效，寻求低摩擦密封结构");
        await bureau.PublishAsync(need);

        var suggestion = await enterprise.SuggestionAsync(need, DemoAchievement);
        await Expect(suggestion.Locator(".pair").First).ToContainTextAsync("对方写的");
        Assert.True(await suggestion.Locator(".pair mark").CountAsync() > 0, "no passage is marked");
        Assert.True(await suggestion.Locator(".reqs li").CountAsync() > 0, "no requirement is checked");
        var interest = await enterprise.SendInterestAsync(suggestion, EnterprisePhone);

        await enterprise.OpenAsync(need);
        var card = enterprise.Page.Locator("article.match", new() { HasText = DemoAchievement }).First;
        await Expect(card).ToContainTextAsync("已发出意向 · 待对方答复 · 查看");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "表达意向" })).ToHaveCountAsync(0);
        await card.Locator("h3 a").ClickAsync();
        await Expect(enterprise.Page.Locator("aside")).ToContainTextAsync("已发出意向");
        await enterprise.OpenAsync($"/work/interests/new?item=achievement:{enterprise.Page.Url[^36..]}");
        await Expect(enterprise.Page.Locator("main")).ToContainTextAsync("已有一条意向（待对方答复），不用再发");

        await using var liaison = await portal.SignedInAsync("liaison");
        await liaison.OpenAsync("/work/interests");
        await Expect(liaison.Page.Locator(".tabs a[aria-current] .n")).Not.ToHaveTextAsync("0");
        Assert.Contains("轮毂轴承单元泥水密封失效", await liaison.TextAsync(), StringComparison.Ordinal);
        await liaison.OpenAsync(interest);
        Assert.DoesNotContain(EnterprisePhone, await liaison.Page.ContentAsync(), StringComparison.Ordinal);
        await enterprise.OpenAsync(interest);
        Assert.DoesNotContain(OfficePhone, await enterprise.Page.ContentAsync(), StringComparison.Ordinal);

        await liaison.AcceptAsync(interest, OfficePhone);
        Assert.Contains(EnterprisePhone, await liaison.TextAsync(), StringComparison.Ordinal);
        await enterprise.OpenAsync(interest);
        Assert.Contains(OfficePhone, await enterprise.TextAsync(), StringComparison.Ordinal);
        Assert.Equal([], await enterprise.InspectAsync());

        Assert.Empty(enterprise.Faults.Concat(bureau.Faults).Concat(liaison.Faults));
    }

    [Fact]
    public async Task An_expert_asks_and_declines_for_a_reason_of_a_person()
    {
        await using var expert = await portal.SignedInAsync("expert");
        await using var enterprise = await portal.SignedInAsync("enterprise2");
        await expert.FollowAsync("完善专家档案");
        await Expect(expert.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/work/experts/[0-9a-f-]{36}$"));
        await Expect(expert.Page.GetByRole(AriaRole.Button, new() { Name = "关注此档案" })).ToHaveCountAsync(1);
        var profile = expert.Page.Url[^36..];

        await enterprise.OpenAsync($"/work/interests/new?item=expert:{profile}");
        await enterprise.FillAsync(("message", "想请您到厂里看看密封泄漏的问题，时间由您定。"), ("contactName", "林工"), ("contactPhone", EnterprisePhone));
        await enterprise.PressAsync("发出意向");
        await Expect(enterprise.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("意向已发出");
        var interest = new Uri(enterprise.Page.Url).AbsolutePath;

        await expert.OpenAsync(interest);
        await Expect(expert.Page.Locator("[name=contactName]")).ToBeVisibleAsync();
        await expert.Page.Locator("summary", new() { HasText = "先问一句" }).ClickAsync();
        await expert.FillAsync(("text", "大概要几天？"));
        await expert.PressAsync("发送提问");
        await Expect(expert.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("问题已发给对方");
        await Expect(expert.Page.Locator("[name=contactName]")).Not.ToBeVisibleAsync();
        await expert.Page.Locator("summary", new() { HasText = "婉拒" }).ClickAsync();
        await expert.PressAsync("时间排不开");
        await Expect(expert.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("已婉拒");

        await enterprise.OpenAsync(interest);
        await Expect(enterprise.Page.Locator(".next")).ToContainTextAsync("对方婉拒，原因：时间排不开");
        await enterprise.FollowAsync("去查找");
        await Expect(enterprise.Page).ToHaveURLAsync(enterprise.Portal.Url + "/experts");
        Assert.Empty(expert.Faults.Concat(enterprise.Faults));
    }

    [Theory]
    [InlineData("liaison", true)]
    [InlineData("cpjm", false)]
    public async Task A_liaison_office_publishes_a_result_and_approaches_a_need_with_and_without_script(string office, bool script)
    {
        await using var liaison = await portal.SignedInAsync(office, script);
        await using var bureau = await portal.SignedInAsync("bureau", script);
        // A need of its own: what the demo district holds may be approached already, or not be close enough.
        await using var enterprise = await portal.SignedInAsync("enterprise2");
        var title = $"轮毂轴承单元泥水密封失效，寻求减摩密封唇（{office}）";
        await bureau.PublishAsync(await enterprise.PostNeedAsync(title));
        var achievement = await liaison.PostAchievementAsync("轮毂轴承多唇密封的激光织构减摩方法" + (script ? "" : "（二）"));
        await bureau.PublishAsync(achievement);
        var suggestion = await liaison.SuggestionAsync(achievement, title);
        await Expect(suggestion.Locator(".pair").First).ToContainTextAsync("对方写的");
        await liaison.SendInterestAsync(suggestion, OfficePhone);
        Assert.Empty(liaison.Faults.Concat(bureau.Faults));
    }
}
