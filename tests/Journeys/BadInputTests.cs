using Matchmaking.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Matchmaking.Journeys.Tests;

/// <summary>Whatever is wrong is said at the field and above the form, and what was entered stays.</summary>
public sealed class BadInputTests(PortalFixture portal)
{
    [Fact]
    public async Task A_registration_with_a_wrong_check_character()
    {
        await using var visitor = await portal.VisitAsync();
        var code = Stories.NewCreditCode();
        var wrong = code[..17] + (code[17] == 'A' ? 'B' : 'A');
        await visitor.FillRegistrationAsync("enterprise", "校验错误测试有限公司", wrong, "wrong@example.com");
        await visitor.PressAsync("提交注册");
        await SaysAsync(visitor, "creditCode", "第 18 位校验不符");
        await Expect(visitor.Page.Locator("[name=creditCode]")).ToHaveValueAsync(wrong);
        await Expect(visitor.Page.Locator("[name=name]")).ToHaveValueAsync("校验错误测试有限公司");
        await Expect(visitor.Page.Locator("[name=industry]")).ToHaveValueAsync("3451");
        await Expect(visitor.Page.Locator("[name=adminEmail]")).ToHaveValueAsync("wrong@example.com");
        await Expect(visitor.Page.Locator("[name=consentMail]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task An_empty_registration_names_everything_at_once()
    {
        await using var visitor = await portal.VisitAsync();
        await visitor.OpenAsync("/account/register");
        await visitor.PressAsync("提交注册");
        foreach (var field in new[] { "name", "creditCode", "adminName", "adminEmail", "consent" })
        {
            await Expect(visitor.Page.Locator($"#problem a[href='#f-{field}']")).ToHaveCountAsync(1);
        }

        await SaysAsync(visitor, "consent", "不同意则无法开通账号。");
        await Expect(visitor.Page.Locator("label[for=i-creditCode]")).ToContainTextAsync("（必填）");
        await visitor.FillAsync(("kind", "university"));
        await Expect(visitor.Page.Locator("label[for=i-creditCode] .only-enterprise")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_record_for_members_only_and_one_that_is_not_there_look_alike_to_a_visitor()
    {
        await using var visitor = await portal.VisitAsync();
        var path = $"/needs/{Guid.NewGuid()}";
        Assert.Equal(404, (await visitor.Page.GotoAsync(path))!.Status);
        await visitor.FollowAsync("登录后查看");
        await visitor.FillAsync(("email", "enterprise@example.com"), ("password", Hosting.DemoFolder.Password));
        await visitor.Page.Locator("form[action='/connect/sign-in'] button").ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(visitor.Portal.Url + path);
        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "登录后查看" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_incomplete_need()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise");
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "套圈磨削烧伤"), ("problem", "磨削后表面发黑，探伤不合格，每月报废约三百件。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        await enterprise.PressAsync("核对提交");
        await Expect(enterprise.Page.GetByRole(Microsoft.Playwright.AriaRole.Note)).ToContainTextAsync("项必填");
        await enterprise.Page.Locator("form:has(input[name=_handler][value=submit]) button.primary").ClickAsync();
        await SaysAsync(enterprise, "keywords", "关键词", "必填");
        await Expect(enterprise.Page.Locator(".notice.warn", new() { HasText = "项必填" })).ToHaveCountAsync(0);
        await Expect(enterprise.Page.Locator(".stepnav .faulty").First).ToContainTextAsync("问题");
        await Expect(enterprise.Page.Locator(".stepnav .finished")).ToHaveCountAsync(0);
        await Expect(enterprise.Page.Locator("#f-title")).ToContainTextAsync("套圈磨削烧伤");
        await enterprise.Page.Locator("#f-keywords .error a").ClickAsync();
        await Expect(enterprise.Page.Locator("[name=problem]")).ToHaveValueAsync("磨削后表面发黑，探伤不合格，每月报废约三百件。");
    }

    [Fact]
    public async Task A_phone_number_is_checked_on_its_step_and_comes_back_for_the_next_record()
    {
        await using var enterprise = await portal.SignedInAsync("enterprise");
        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "电话号码测试"), ("problem", "磨削后表面发黑。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        await enterprise.FillAsync(("keywords", "套圈 磨削烧伤、grinding burn"));
        await enterprise.PressAsync("公开与联系");
        await enterprise.FillAsync(("contactName", "林工"), ("contactPhone", "12345"));
        await enterprise.PressAsync("保存并核对");
        await SaysAsync(enterprise, "contactPhone", "“12345”不像电话号码");
        await enterprise.FillAsync(("contactPhone", "13812340009"));
        await enterprise.PressAsync("保存并核对");
        await Expect(enterprise.Page.Locator("#f-contactPhone")).ToContainTextAsync("13812340009");
        await Expect(enterprise.Page.Locator("#f-keywords")).ToContainTextAsync("套圈、磨削烧伤、grinding burn");

        await enterprise.OpenAsync("/work/needs/new");
        await enterprise.FillAsync(("title", "电话号码测试二"), ("problem", "磨削后表面发黑。"));
        await enterprise.PressAsync("保存草稿，继续填写");
        await enterprise.PressAsync("公开与联系");
        await Expect(enterprise.Page.Locator("[name=contactPhone]")).ToHaveValueAsync("13812340009");
    }

    [Fact]
    public async Task An_interest_that_says_too_little()
    {
        await using var liaison = await portal.SignedInAsync("liaison");
        // A need of its own: to one that was answered before, no second interest is offered.
        await using var enterprise = await portal.SignedInAsync("enterprise2");
        await using var bureau = await portal.SignedInAsync("bureau");
        var need = await enterprise.PostNeedAsync("电机端盖密封失效，寻求低摩擦密封结构（意向内容太少）");
        await bureau.PublishAsync(need);
        await liaison.OpenAsync($"/needs/{need[^36..]}");
        await liaison.FollowAsync("表达意向");
        await liaison.FillAsync(("message", "请联系"), ("contactName", "周老师"), ("contactPhone", "123"));
        await liaison.TrustFormsAsync();
        await liaison.PressAsync("发出意向");
        await SaysAsync(liaison, "message", "10–500 字，现在 3 字");
        await Expect(liaison.Page.Locator("#f-contact .error").First).ToBeVisibleAsync();
        await Expect(liaison.Page.Locator("[name=message]")).ToHaveValueAsync("请联系");
        await Expect(liaison.Page.Locator("[name=contactPhone]")).ToHaveValueAsync("123");
    }

    private static async Task SaysAsync(Visitor visitor, string field, string text, string? atField = null)
    {
        await Expect(visitor.Page.Locator($"#problem a[href='#f-{field}']").First).ToContainTextAsync(text);
        await Expect(visitor.Page.Locator($"#f-{field} .error").First).ToContainTextAsync(atField ?? text);
        Assert.Equal([], await visitor.InspectAsync());
    }
}
