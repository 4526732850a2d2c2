using System.Text.RegularExpressions;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Lists say what they hold: figures equal the lists behind them, and an empty list says where to go.</summary>
public sealed partial class ListTests(Portal portal)
{
    [Theory]
    [InlineData(null)]
    [InlineData("enterprise")]
    [InlineData("liaison")]
    [InlineData("bureau")]
    public async Task Every_figure_is_the_total_of_the_list_it_leads_to(string? reader)
    {
        using var session = reader is null ? new Session(portal) : await Session.SignInAsync(portal, reader);
        await portal.SettleAsync();
        // Pages are kept for visitors for some seconds, each by its query.
        var fresh = $"?at={Guid.NewGuid():N}";
        foreach (var page in new[] { "/", "/results" })
        {
            var figures = Figure().Matches(await session.ReadAsync(page + fresh)).Select(m => (Path: m.Groups[1].Value, Number: m.Groups[2].Value)).Where(f => f.Path is "/needs" or "/achievements" or "/experts").ToList();
            Assert.Equal(3, figures.Count);
            foreach (var (path, number) in figures)
            {
                Assert.Equal((path, number), (path, Total().Match(await session.ReadAsync(path + fresh)).Groups[1].Value));
            }
        }
    }

    [Fact]
    public async Task The_bureaus_targets_lead_to_the_records_they_count()
    {
        using var bureau = await Session.SignInAsync(portal, "bureau");
        var rows = Target().Matches(await bureau.ReadAsync("/office"));
        Assert.Equal(2, rows.Count);
        foreach (Match row in rows)
        {
            Assert.Contains($"符合条件 {row.Groups[2].Value} 条", await bureau.ReadAsync(row.Groups[1].Value), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_found_says_what_to_drop_where_else_to_look_and_how_to_ask()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Assert.Matches("href=\"/achievements\\?q=[^\"]*\">去掉全部条件，有 [0-9]+ 条", await enterprise.ReadAsync("/achievements?q=密封&field=aerospace&minTrl=9"));
        var page = await enterprise.ReadAsync("/achievements?q=密封&field=services");
        foreach (Match drop in Regex.Matches(page, "href=\"(/achievements[^\"]*)\">(?:去掉“[^”]*”|清空搜索词)，有 ([0-9]+) 条"))
        {
            Assert.Equal(drop.Groups[2].Value, Total().Match(await enterprise.ReadAsync(drop.Groups[1].Value)).Groups[1].Value.Replace(",", "", StringComparison.Ordinal));
        }

        Assert.Contains("有 ", page, StringComparison.Ordinal);
        Assert.Matches("href=\"/needs\\?q=[^\"]*\">技术需求 [0-9]+ 条", page);
        Assert.Contains("发布技术需求", page, StringComparison.Ordinal);
        using var visitor = new Session(portal);
        Assert.Contains("登录后发布技术需求", await visitor.ReadAsync("/experts?q=qqqqzzz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_late_for_anybody_is_listed_for_the_bureau()
    {
        using var bureau = await Session.SignInAsync(portal, "bureau");
        var page = await bureau.ReadAsync("/office?overdue=true");
        var count = int.Parse(Regex.Match(page, "各方逾期</?[^>]*>? ?<b>([0-9]+)</b>|各方逾期 <b>([0-9]+)</b>").Groups.Values.Skip(1).First(g => g.Success).Value, null);
        Assert.Contains($"已逾期 {count} 项", page, StringComparison.Ordinal);
        Assert.True(count > 0, "the demo district has nothing late");
        foreach (var kind in new[] { "needs", "achievements", "experts" })
        {
            var all = (await portal.GetAsync(Readers.Organizer, $"/api/{kind}/all?overdue=true&size=100"))["items"]!.AsArray();
            Assert.All(all, r => Assert.True(r!["dueAt"]!.GetValue<DateTime>() < TimeProvider.System.GetUtcNow().UtcDateTime));
            var queue = (await portal.GetAsync(Readers.Organizer, $"/api/{kind}/review?overdue=true&size=100"))["items"]!.AsArray();
            Assert.All(queue, r => Assert.Contains((string)r!["id"]!, all.Select(a => (string)a!["id"]!)));
            Assert.Equal((await portal.GetAsync(Readers.Organizer, $"/api/{kind}/counts"))["overdue"]!.GetValue<int>(), queue.Count);
        }

        Assert.Contains("只看逾期", await bureau.ReadAsync("/office/review?overdue=true"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"([^\"]*)\"><strong>([0-9,]+)</strong>")]
    private static partial Regex Figure();

    [GeneratedRegex("<h2 id=\"found\">共 ([0-9,]+) [条位]</h2>")]
    private static partial Regex Total();

    [GeneratedRegex("<span><a href=\"(/office/[^\"]*)\">([0-9]+)</a> /")]
    private static partial Regex Target();
}
