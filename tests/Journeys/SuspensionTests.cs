using System.Text.RegularExpressions;
using Matchmaking.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>A suspended organisation reads why and what to do; the bureau sees what it has hidden.</summary>
public sealed class SuspensionTests(PortalFixture portal)
{
    private const string Organisation = "云浦稳驭底盘系统有限公司";
    private const string Reason = "营业执照已过期，请换发后联系科技局。";

    [Fact]
    public async Task The_owner_reads_the_reason_and_the_bureau_sees_the_mark()
    {
        await using var owner = await portal.SignedInAsync("wenyu");
        await using var bureau = await portal.SignedInAsync("bureau");
        await using var visitor = await portal.VisitAsync();
        await owner.OpenAsync("/work/needs?status=published");
        await owner.Page.Locator("table.work a.strong").First.ClickAsync();
        await Expect(owner.Page).ToHaveURLAsync(new Regex("/work/needs/[0-9a-f-]{36}"));
        var need = new Uri(owner.Page.Url).AbsolutePath;

        await bureau.OpenAsync("/office/organisations?q=" + Uri.EscapeDataString(Organisation));
        await bureau.FollowAsync(Organisation);
        await Expect(bureau.Page).ToHaveURLAsync(new Regex("/office/organisations/[0-9a-f-]{36}"));
        var page = new Uri(bureau.Page.Url).AbsolutePath;
        await bureau.Page.Locator("summary", new() { HasText = "暂停单位" }).ClickAsync();
        await bureau.FillAsync(("reason", Reason));
        await bureau.PressAsync("暂停单位");

        // The session is the one from before.
        await owner.OpenAsync(need);
        await owner.ReloadUntilAsync(owner.Page.GetByText("贵单位已被科技局暂停，这条记录对外不显示"));
        await Expect(owner.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync(Reason);
        await Expect(owner.Page.Locator("#suggestions, aside a.btn.primary")).ToHaveCountAsync(0);
        Assert.Equal([], await owner.InspectAsync());
        Assert.Equal(404, (await visitor.Page.GotoAsync(need["/work".Length..]))!.Status);

        await bureau.OpenAsync("/office/needs?q=" + Uri.EscapeDataString(await owner.Page.Locator("h1").InnerTextAsync()));
        await Expect(bureau.Page.Locator("table.work tbody tr").First).ToContainTextAsync("单位暂停");
        await bureau.OpenAsync(need.Replace("/work/", "/office/review/", StringComparison.Ordinal));
        await Expect(bureau.Page.Locator(".notice.bad").First).ToContainTextAsync("所属单位已暂停");
        Assert.Equal([], await bureau.InspectAsync());

        await bureau.OpenAsync(page);
        await bureau.PressAsync("解除暂停");
        await owner.ReloadUntilAsync(owner.Page.Locator("main:not(:has-text('贵单位已被科技局暂停'))"));
        Assert.Empty(owner.Faults.Concat(bureau.Faults));
    }
}
