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

        await using var liaison = await portal.SignedInAsync("liaison");
        await liaison.OpenAsync("/work/interests");
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
