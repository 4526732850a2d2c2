using System.Net;
using System.Text.RegularExpressions;

namespace Matchmaking.AllInOne.Tests;

/// <summary>An officer sees which record stays before two are merged.</summary>
public sealed class MergeTests(Portal portal)
{
    [Fact]
    public async Task Twins_are_shown_with_title_owner_and_status_and_the_found_one_before_it_is_confirmed()
    {
        var kept = await PublishedAsync("qzkeptone");
        var twin = await portal.RecordAsync("needs", Readers.OtherEnterprise, Contents.Need("l1", "qzkeptone"), (Readers.OtherEnterprise, "submit"));
        var number = (string)(await portal.GetAsync(Readers.Organizer, $"/api/needs/{kept}"))["number"]!;
        using var officer = await Session.SignInAsync(portal, "bureau");
        var page = $"/office/review/needs/{twin}";

        var likely = Form(await officer.ReadAsync(page));
        Assert.Contains(kept.ToString(), likely, StringComparison.Ordinal);
        Assert.Contains(number, likely, StringComparison.Ordinal);
        Assert.Contains("恒朔", likely, StringComparison.Ordinal);
        Assert.Contains("已公开", likely, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", likely, StringComparison.Ordinal);

        var found = Form(await officer.ReadAsync($"{page}?merge={number}"));
        Assert.Contains("qzkeptonetitle", found, StringComparison.Ordinal);
        Assert.Contains("checked", found, StringComparison.Ordinal);
        Assert.Contains("没有找到", Form(await officer.ReadAsync($"{page}?merge=N-1999-0001")), StringComparison.Ordinal);

        (string, string)[] form = [("_handler", "merge"), ("verb", "merge"), ("__RequestVerificationToken", await officer.TokenAsync(page)), ("version", "2"), ("mergeReason", "与已有记录内容相同。")];
        using (var nothing = await officer.PostAsync(page, form))
        {
            Assert.Contains("还没有选要并入的记录", WebUtility.HtmlDecode(await nothing.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        using var done = await officer.PostAsync(page, [.. form, ("into", kept.ToString())]);
        Assert.Contains("state=merged", done.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        var merged = await portal.GetAsync(Readers.Organizer, $"/api/needs/{twin}");
        Assert.Equal(("merged", kept.ToString()), ((string)merged["status"]!, (string)merged["mergedInto"]!));
    }

    private Task<Guid> PublishedAsync(string mark) => portal.RecordAsync(
        "needs", Readers.Enterprise, Contents.Need("l1", mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

    private static string Form(string page) => Regex.Match(page, "<details[^>]*id=\"merge\".*?</details>", RegexOptions.Singleline).Value;
}
