using System.Security.Cryptography;
using Matchmaking.Contracts.Identity;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Browsing;

/// <summary>What people do on the portal, step by step; each step checks what it can see.</summary>
public static class Stories
{
    public const string Password = "Quiet-river-42";
    public const string Message = "我厂轮毂轴承泥水试验只能跑 14 个循环，想请贵方看看这项技术能不能用，可提供台架和失效件。";

    /// <summary>A credit code that no other test uses.</summary>
    public static string NewCreditCode()
    {
        var head = "91321203MA" + RandomNumberGenerator.GetString("0123456789ABCDEFGHJKLMNPQRTUWXY", 7);
        return head + CreditCode.CheckCharacter(head + "0");
    }

    /// <summary>Fills the registration of an organisation; the code may be wrong on purpose.</summary>
    public static async Task FillRegistrationAsync(this Visitor visitor, string kind, string name, string code, string email)
    {
        await visitor.OpenAsync("/account/register");
        await visitor.FillAsync(
            ("kind", kind), ("name", name), ("shortName", name[..4]), ("creditCode", code),
            ("adminName", "林工"), ("adminPhone", "13812345678"), ("adminEmail", email),
            ("consentAccount", "on"), ("consentMail", "on"));
        if (kind == "enterprise")
        {
            await visitor.FillAsync(("industry", "3451"), ("sizeBand", "small"));
        }
    }

    /// <summary>Registers, confirms by the mailed link, and is approved by the bureau.</summary>
    public static async Task<Login> RegisterAsync(this Visitor visitor, Visitor bureau, string kind, string name)
    {
        var email = $"p{Guid.NewGuid():N}@example.com";
        await visitor.FillRegistrationAsync(kind, name, NewCreditCode(), email);
        await visitor.PressAsync("提交注册");
        await Expect(visitor.Page).ToHaveURLAsync(visitor.Portal.Url + "/account/registered");
        await visitor.OpenAsync(await visitor.Portal.LinkAsync(email, "/account/confirm"));
        await visitor.FillAsync(("password", Password));
        await visitor.PressAsync("确认邮箱");
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("邮箱已确认");

        await bureau.OpenAsync("/office/registrations");
        await bureau.FollowAsync(name);
        await Expect(bureau.Page.Locator("h1")).ToHaveTextAsync(name);
        await bureau.PressAsync("审核通过");
        await Expect(bureau.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync(name);
        return new(email, Password);
    }

    /// <summary>Publishes a need about leaking wheel bearings, through all steps of the form.</summary>
    /// <returns>Path of the owner's page.</returns>
    public static async Task<string> PostNeedAsync(this Visitor enterprise, string title, string? confidential = null)
    {
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(
            ("title", title),
            ("problem", "第三代轮毂轴承在泥水环境下密封唇口磨损，进水后油脂发白生锈，售后索赔六成来自于此；泥水台架只能跑 14 个循环。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(1));
        var path = new Uri(enterprise.Page.Url).AbsolutePath[..^"/edit".Length];

        // What was saved by itself outlives a closed tab, and what was not yet is offered again.
        await enterprise.AutosaveAsync(() => enterprise.FillAsync(("attempts", "换过两家密封圈供应商，加大过盈量后阻力矩超标。")));
        await enterprise.AutosaveAsync(() => enterprise.FillAsync(("keywords", "轮毂轴承、密封唇、泥水、摩擦力矩")));
        await enterprise.LoseTabAsync();
        await Expect(enterprise.Page.Locator("[name=keywords]")).ToHaveValueAsync("轮毂轴承、密封唇、泥水、摩擦力矩");
        await Expect(enterprise.Page.GetByRole(AriaRole.Button, new() { Name = "恢复" })).ToHaveCountAsync(0);
        await enterprise.LoseTabAsync(("attempts", "换过两家密封圈供应商，加大过盈量后阻力矩超标；改过唇口角度。"));
        await enterprise.AutosaveAsync(() => enterprise.PressAsync("恢复"));
        await Expect(enterprise.Page.Locator("[name=attempts]")).ToHaveValueAsync("换过两家密封圈供应商，加大过盈量后阻力矩超标；改过唇口角度。");

        await enterprise.PressAsync("下一步");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(2));
        await enterprise.FillAsync(
            ("expectedResult", "索赔率由 1.8% 降到 0.5% 以下。"),
            ("indicators[0].name", "泥水循环次数"), ("indicators[0].current", "14"), ("indicators[0].target", "≥30"),
            ("indicators[0].unit", "次"), ("indicators[0].testMethod", "企业台架"), ("indicators[0].mandatory", "on"), ("minTrl", "5"));
        await enterprise.PressAsync("下一步");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(3));
        await enterprise.FillAsync(("field", "manufacturing"), ("industry", "3451"), ("modes", "license"));
        await enterprise.PressAsync("下一步");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(4));
        await enterprise.FillAsync(("budgetWan", "120"));
        await enterprise.PressAsync("下一步");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(5));
        await enterprise.FillAsync(("contactName", "林工"), ("contactPhone", "13812345678"), ("noStateSecret", "on"), ("processData", confidential ?? ""));
        await enterprise.PressAsync("保存并核对");
        await Expect(enterprise.Page).ToHaveURLAsync(Step(6));
        await enterprise.SubmitAsync();
        return path;
    }

    /// <summary>Publishes a result that fits that need.</summary>
    /// <returns>Path of the owner's page.</returns>
    public static async Task<string> PostAchievementAsync(this Visitor liaison, string title)
    {
        await liaison.OpenAsync("/work/achievements/new");
        await liaison.FillAsync(
            ("title", title),
            ("summary", "针对轮毂轴承在泥水环境下密封唇口磨损进水，用表面织构和多唇接触式密封结构，台架泥水循环 34 次无渗漏，摩擦力矩降低 35%。"));
        await liaison.PressAsync("保存草稿，继续填写");
        await Expect(liaison.Page).ToHaveURLAsync(Step(1));
        var path = new Uri(liaison.Page.Url).AbsolutePath[..^"/edit".Length];
        await liaison.FillAsync(("innovation", "唇口织构由激光加工一次成形。"), ("keywords", "密封唇、轮毂轴承、泥水、摩擦力矩"));
        await liaison.PressAsync("下一步");
        await Expect(liaison.Page).ToHaveURLAsync(Step(2));
        await liaison.FillAsync(("indicators", "泥水循环 34 次无渗漏；摩擦力矩降低 35%。"), ("trl", "6"), ("stage", "pilot"));
        await liaison.PressAsync("下一步");
        await Expect(liaison.Page).ToHaveURLAsync(Step(3));
        await liaison.FillAsync(("field", "manufacturing"), ("industry", "3451"));
        await liaison.PressAsync("下一步");
        await Expect(liaison.Page).ToHaveURLAsync(Step(4));
        await liaison.FillAsync(("ip[0].number", "ZL202019900001.4"), ("ip[0].owner", "江海理工大学"), ("modes", "license"));
        await liaison.PressAsync("下一步");
        await Expect(liaison.Page).ToHaveURLAsync(Step(5));
        await liaison.FillAsync(("ownerAuthorised", "on"), ("contactName", "周老师"), ("contactPhone", "13987654321"), ("noStateSecret", "on"));
        await liaison.PressAsync("保存并核对");
        await Expect(liaison.Page).ToHaveURLAsync(Step(6));
        await liaison.SubmitAsync();
        return path;
    }

    /// <summary>Reviews and publishes a record of a segment, found in the bureau's queue by its title.</summary>
    public static async Task PublishAsync(this Visitor bureau, string path)
    {
        await bureau.OpenAsync(path.Replace("/work/", "/office/review/", StringComparison.Ordinal));
        await bureau.Page.Locator("#decision button[name=verb].primary").ClickAsync();
        await Expect(bureau.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("state=published"));
    }

    /// <summary>The suggestion of a partner on the owner's page, once it is there.</summary>
    public static async Task<ILocator> SuggestionAsync(this Visitor owner, string path, string partner)
    {
        await owner.OpenAsync(path);
        var card = owner.Page.Locator("article.match", new() { HasText = partner }).First;
        await owner.ReloadUntilAsync(card);
        return card;
    }

    /// <summary>Sends an interest from a suggestion.</summary>
    /// <returns>Path of the interest.</returns>
    public static async Task<string> SendInterestAsync(this Visitor sender, ILocator suggestion, string phone)
    {
        await suggestion.GetByRole(AriaRole.Link, new() { Name = "表达意向" }).ClickAsync();
        await sender.FillAsync(("message", Message), ("contactName", "林工"), ("contactPhone", phone));
        return await sender.SendAsync();
    }

    /// <summary>Sends an interest that is filled in, again until the service that keeps interests knows the record too.</summary>
    /// <returns>Path of the interest.</returns>
    public static async Task<string> SendAsync(this Visitor sender)
    {
        var sent = sender.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "意向已发出" });
        await Testing.Probe.Until(
            async () =>
            {
                await sender.PressAsync("发出意向");
                await Expect(sent.Or(sender.Page.Locator("#problem")).First).ToBeVisibleAsync();
                return await sent.CountAsync() > 0;
            },
            "the interest is sent");
        return new Uri(sender.Page.Url).AbsolutePath;
    }

    /// <summary>Accepts an interest with a contact of one's own.</summary>
    public static async Task AcceptAsync(this Visitor receiver, string interest, string phone)
    {
        await receiver.OpenAsync(interest);
        await receiver.FillAsync(("contactName", "周老师"), ("contactPhone", phone));
        await receiver.PressAsync("接受并交换联系方式");
        await Expect(receiver.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("已接受");
    }

    /// <summary>Submits from the form's last step.</summary>
    private static async Task SubmitAsync(this Visitor owner)
    {
        await owner.Page.Locator("form:has(input[name=_handler][value=submit]) button.primary").ClickAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("已提交审核");
    }

    private static System.Text.RegularExpressions.Regex Step(int step) => new($"/edit\\?step={step}$");
}
