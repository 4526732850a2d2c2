using Matchmaking.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>What happens after acceptance: confidential material against a signed paper, and the end of an interest.</summary>
public sealed class NdaTests(PortalFixture portal)
{
    private const string Secret = "硫化温度曲线：一段 165 ℃ 8 分钟，二段 180 ℃ 4 小时；模具图号 HX-2207。";

    [Fact]
    public async Task A_signed_agreement_opens_the_confidential_part_until_it_is_revoked_and_the_end_closes_all()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise2");
        await using var bureau = await portal.SignedInAsync("bureau");
        await using var liaison = await portal.SignedInAsync("liaison");
        var need = await enterprise.PostNeedAsync("泥水密封唇硫化工艺窗口太窄（保密协议测试）", Secret);
        await bureau.PublishAsync(need);
        var open = need["/work".Length..];
        var interest = await ApproachAsync(liaison, need);

        // Before acceptance there is nothing to sign and nothing to end.
        await enterprise.OpenAsync(interest);
        await Expect(enterprise.Page.Locator("#ndas, #end")).ToHaveCountAsync(0);
        await enterprise.AcceptAsync(interest, "13812340001");
        await liaison.OpenAsync(open);
        await liaison.ReloadUntilAsync(liaison.Page.GetByText("保密资料在签署保密协议后可见"));
        Assert.DoesNotContain(Secret, await liaison.Page.ContentAsync(), StringComparison.Ordinal);
        // Who would sign cannot state it.
        await liaison.OpenAsync(interest);
        await Expect(liaison.Page.Locator("#ndas")).ToHaveCountAsync(0);

        // A reference that says nothing is named at its field, and what was entered stays.
        await enterprise.OpenAsync(interest);
        await enterprise.Page.Locator("#ndas summary").ClickAsync();
        await Expect(enterprise.Page.Locator("#ndas")).ToContainTextAsync("在平台上点一下不算签署");
        await enterprise.TrustFormsAsync();
        await enterprise.FillAsync(("signedOn", "2026-03-05"), ("reference", "?"));
        await enterprise.PressAsync("登记保密协议");
        await Expect(enterprise.Page.Locator("#f-institution .error")).ToContainTextAsync("勾选确认");
        await enterprise.TrustFormsAsync();
        await enterprise.FillAsync(("signed", "on"));
        await enterprise.PressAsync("登记保密协议");
        await Expect(enterprise.Page.Locator("#f-reference .error")).ToContainTextAsync("2–100 字");
        await Expect(enterprise.Page.Locator("[name=signedOn]")).ToHaveValueAsync("2026-03-05");
        Assert.Equal([], await enterprise.InspectAsync());
        await enterprise.FillAsync(("reference", "BM-2026-07，原件存技术部"));
        await enterprise.PressAsync("登记保密协议");
        await Expect(enterprise.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("保密协议已登记");
        await Expect(enterprise.Page.Locator("#ndas li")).ToContainTextAsync("江海理工大学签署");
        await Expect(enterprise.Page.Locator(".talk")).ToContainTextAsync("登记了保密协议");
        Assert.Equal([], await enterprise.InspectAsync());

        await liaison.OpenAsync(open);
        await liaison.ReloadUntilAsync(liaison.Page.GetByText(Secret));
        await Expect(liaison.Page.Locator("#s-processData h2")).ToContainTextAsync("保密");
        Assert.Equal([], await liaison.InspectAsync());
        await liaison.OpenAsync(interest);
        await Expect(liaison.Page.Locator("#ndas")).ToContainTextAsync("请按协议使用");

        await enterprise.Page.Locator("#ndas summary").ClickAsync();
        await enterprise.FillAsync(("reason", "协议已到期"));
        await enterprise.PressAsync("确认撤销");
        await Expect(enterprise.Page.Locator("#ndas li .pill").First).ToHaveTextAsync("已撤销");
        await liaison.OpenAsync(open);
        await liaison.ReloadUntilAsync(liaison.Page.GetByText("保密资料在签署保密协议后可见"));
        Assert.DoesNotContain(Secret, await liaison.Page.ContentAsync(), StringComparison.Ordinal);

        await EndAsync(liaison, interest);
        await enterprise.OpenAsync(interest);
        await Expect(enterprise.Page.Locator(".talk")).ToContainTextAsync("双方另行签约");
        Assert.DoesNotContain("13987654321", await enterprise.Page.ContentAsync(), StringComparison.Ordinal);
        await Expect(enterprise.Page.Locator("#ndas form")).ToHaveCountAsync(0);
        await enterprise.OpenAsync("/work/interests?status=ended");
        await Expect(enterprise.Page.Locator(".interest").First).ToContainTextAsync("保密协议测试");

        await AuditAsync(bureau);
        Assert.Empty(enterprise.Faults.Concat(bureau.Faults).Concat(liaison.Faults));
    }

    private static async Task<string> ApproachAsync(Visitor liaison, string need)
    {
        await liaison.OpenAsync($"/work/interests/new?item=need:{need[^36..]}");
        await liaison.ReloadUntilAsync(liaison.Page.Locator("[name=message]"));
        await liaison.FillAsync(("message", "我们做过同类密封唇的硫化工艺试验，愿先要五件样品分析。"), ("contactName", "周老师"), ("contactPhone", "13987654321"));
        return await liaison.SendAsync();
    }

    private static async Task EndAsync(Visitor by, string interest)
    {
        await by.OpenAsync(interest);
        await by.Page.GetByText("结束合作意向", new() { Exact = true }).ClickAsync();
        await by.FillAsync(("text", "双方另行签约，平台上的意向结束。"));
        await by.PressAsync("确认结束");
        await Expect(by.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("合作意向已结束");
        await Expect(by.Page.Locator("h1 ~ .row .pill").First).ToHaveTextAsync("已结束");
        Assert.Equal([], await by.InspectAsync());
    }

    // The bureau reads it all as sentences, of interests alone where it asks for them.
    private static async Task AuditAsync(Visitor bureau)
    {
        await bureau.OpenAsync("/office/audit?verb=interest.");
        var rows = bureau.Page.Locator("table.audit tbody tr");
        await bureau.ReloadUntilAsync(rows.Filter(new() { HasText = "结束合作意向" }));
        await Expect(rows.Filter(new() { HasText = "结束合作意向" }).First).ToContainTextAsync("已结束");
        await Expect(rows.Filter(new() { HasText = "登记保密协议" }).First).ToContainTextAsync("L2 → L3");
        await Expect(rows.Filter(new() { HasText = "登记保密协议" }).First.Locator("a[href^='/work/interests/']")).ToHaveCountAsync(1);
        Assert.Equal([], await bureau.InspectAsync());
    }
}
