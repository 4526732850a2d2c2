using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Search.Ranking;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>
/// The same need in the same portal, of one owner and then of another: whatever anybody outside may ask, the answers are the
/// same. One of the owners stands in an expert's list of conflicts, is small or new, and has other needs; the other is not.
/// </summary>
public sealed partial class AnonymityTests(Portal portal)
{
    private const string Mark = "qzhidden";

    private static readonly Reader Named = Owner("manguang", "云浦漫光涂料有限公司");

    private static readonly Reader Other = Owner("linfeng", "云浦磷沣化肥有限公司");

    private static readonly Reader[] Outsiders =
    [
        Readers.Visitor, Readers.Unverified, Readers.OtherEnterprise, Readers.Enterprise, Readers.OtherLiaison, Readers.Liaison, Readers.Expert, Readers.OtherExpert,
        Readers.Phd, Readers.Broker, Readers.Admin,
    ];

    [Fact]
    public async Task Nothing_that_anybody_may_ask_depends_on_who_hides_behind_a_need()
    {
        // Twenty names, as many as the form takes, by full name, short name and one that is still to register.
        var content = Contents.Expert("l0", "qzseeker");
        content["conflicts"] = new JsonArray([.. new[] { "云浦漫光涂料有限公司", "漫光涂料" }.Concat(Enumerable.Range(1, 18).Select(i => $"某某{i}厂")).Select(n => (JsonNode)n)]);
        var profile = await portal.RecordAsync(
            "experts", Readers.Expert, content, (Readers.Expert, "submit"), (Readers.Liaison, "recommend"), (Readers.Organizer, "publish"));
        var achievement = await portal.RecordAsync(
            "achievements", Readers.Liaison, Contents.Achievement("l0", "qzseeker"), (Readers.Liaison, "submit"), (Readers.Organizer, "publish"));

        var hidden = await WorldAsync(Named, profile, achievement);
        var known = await WorldAsync(Other, profile, achievement);

        Assert.Equal(hidden.Keys, known.Keys);
        Assert.Contains(hidden, a => a.Key.Contains("/why/", StringComparison.Ordinal) && a.Value.StartsWith("200", StringComparison.Ordinal));
        Assert.Contains(hidden, a => a.Key.Contains("interests", StringComparison.Ordinal) && a.Value.StartsWith("201", StringComparison.Ordinal));
        var different = hidden.Where(a => known[a.Key] != a.Value).Select(a => $"{a.Key}\n  {Around(a.Value, known[a.Key])}\n  {Around(known[a.Key], a.Value)}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} of {hidden.Count} answers tell who it is:\n" + string.Join('\n', different.Take(20)));
    }

    [Fact]
    public async Task An_interest_in_somebody_kept_away_reaches_nobody_and_looks_unanswered_to_its_sender()
    {
        var content = Contents.Expert("l0", "qzheld");
        content["conflicts"] = new JsonArray("漫光涂料");
        var profile = await portal.RecordAsync(
            "experts", Readers.OtherExpert, content, (Readers.OtherExpert, "submit"), (Readers.Liaison, "recommend"), (Readers.Organizer, "publish"));
        var need = await portal.RecordAsync("needs", Named, Contents.Need("l1", "qzheld"), (Named, "submit"), (Readers.Organizer, "publish"));
        await portal.SettleAsync();

        // Without the profile that holds the list, too.
        var sent = (await SendAsync(Readers.OtherExpert, need, null)).Expect(201, "send");
        await portal.SettleAsync();
        Assert.Equal(("sent", "receiver", false), ((string)sent["status"]!, (string)sent["waitsFor"]!, (bool)sent["held"]!));
        Assert.Equal("already-sent", (string?)(await SendAsync(Readers.OtherExpert, need, profile)).Expect(409, "again")["code"]);
        foreach (var path in new[] { "/api/cooperation/interests?size=100", $"/api/cooperation/interests?itemId={need}", "/api/notifications/?size=100" })
        {
            Assert.DoesNotContain((string)sent["id"]!, (await portal.SendAsync(Named, "GET", path)).Body, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await portal.SendAsync(Named, "GET", $"/api/cooperation/interests/{sent["id"]}")).Status);
        Assert.Equal(404, (await portal.SendAsync(Named, "POST", $"/api/cooperation/interests/{sent["id"]}/seen", """{"version":1}""")).Status);
        Assert.Equal(0, (await portal.GetAsync(Named, "/api/cooperation/interests/counts"))["waitForMe"]!.GetValue<int>());
        var seen = await portal.GetAsync(Readers.Organizer, $"/api/cooperation/interests/{sent["id"]}");
        Assert.Equal((true, "none"), ((bool)seen["held"]!, (string)seen["waitsFor"]!));
        var withdrawn = await portal.PostAsync(Readers.OtherExpert, $"/api/cooperation/interests/{sent["id"]}/withdraw", new JsonObject { ["version"] = sent["version"]!.DeepClone() });
        Assert.Equal("withdrawn", (string?)withdrawn["status"]);
    }

    // All that outsiders are told while the need is there, with what differs between any two needs made the same.
    private async Task<SortedDictionary<string, string>> WorldAsync(Reader owner, Guid profile, Guid achievement)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var before = await FiguresAsync();
        var need = await portal.RecordAsync("needs", owner, Contents.Need("l0", Mark), (owner, "submit"), (Readers.Organizer, "publish"));
        await portal.SettleAsync();
        await Probe.Until(async () => (await portal.GetAsync(null, $"/api/search/?q={Mark}title"))["hits"]!["total"]!.GetValue<int>() == 1, "the need can be found");
        // In both worlds what is proposed is proposed by a model that has learned from the need, as it would be moments later.
        await portal.Services.GetRequiredService<LatentModels>().LevelAsync(default);
        List<string> changing = [need.ToString(), (string)(await portal.GetAsync(null, $"/api/needs/{need}"))["number"]!];
        foreach (var reader in Outsiders)
        {
            foreach (var path in Paths(need, profile, achievement))
            {
                var answer = await portal.SendAsync(reader, "GET", path);
                answers[$"{reader} GET {Same(path, changing)}"] = Same($"{answer.Status} {Steady(path, answer)}", changing);
            }
        }

        foreach (var action in new[] { "saved", "hidden", "shown" })
        {
            var feedback = new JsonObject { ["otherId"] = need, ["action"] = action }.ToJsonString();
            var answer = await portal.SendAsync(Readers.Expert, "POST", $"/api/search/suggestions/expert/{profile}/feedback", feedback);
            answers[$"feedback {action}"] = Same($"{answer.Status} {answer.Body}", changing);
            foreach (var path in new[] { "/api/search/saved", "/api/search/saved?state=hidden" })
            {
                answers[$"feedback {action} {path}"] = Same((await portal.SendAsync(Readers.Expert, "GET", path)).Body, changing);
            }
        }

        await SendOnAsync(answers, changing, Readers.Expert, need, profile);
        await SendOnAsync(answers, changing, Readers.Liaison, need, profile);
        await SendOnAsync(answers, changing, Readers.OtherLiaison, need, null);
        var after = await FiguresAsync();
        answers["figures"] = string.Join(' ', before.Zip(after, (b, a) => a - b));
        var version = (long)(await portal.GetAsync(owner, $"/api/needs/{need}"))["version"]!;
        await portal.MoveAsync("needs", need, owner, "withdraw", version);
        await portal.SettleAsync();
        await Probe.Until(async () => (await portal.GetAsync(null, $"/api/search/?q={Mark}title"))["hits"]!["total"]!.GetValue<int>() == 0, "the need is gone");
        return answers;
    }

    private async Task SendOnAsync(SortedDictionary<string, string> answers, List<string> changing, Reader reader, Guid need, Guid? own)
    {
        var sent = await SendAsync(reader, need, own);
        if (sent.Status == 201)
        {
            changing.AddRange([(string)sent.Json["id"]!, (string)sent.Json["number"]!]);
        }

        await portal.SettleAsync();
        answers[$"{reader} interests send"] = Same($"{sent.Status} {sent.Body}", changing);
        var again = await SendAsync(reader, need, own);
        answers[$"{reader} interests send again"] = Same($"{again.Status} {again.Body}", changing);
        foreach (var path in new[] { $"/api/cooperation/interests?itemId={need}", $"/api/needs/{need}", $"/api/search/suggestions/expert/{own}/why/{need}" })
        {
            var answer = await portal.SendAsync(reader, "GET", path);
            answers[$"{reader} after sending GET {Same(path, changing)}"] = Same($"{answer.Status} {Steady(path, answer)}", changing);
        }

        if (sent.Status == 201)
        {
            var answer = await portal.SendAsync(reader, "POST", $"/api/cooperation/interests/{sent.Json["id"]}/withdraw", """{"version":1}""");
            answers[$"{reader} interests withdraw"] = Same($"{answer.Status} {answer.Body}", changing);
        }
    }

    private Task<Answer> SendAsync(Reader reader, Guid need, Guid? own) => portal.SendAsync(reader, "POST", "/api/cooperation/interests", new JsonObject
    {
        ["itemKind"] = "need",
        ["itemId"] = need,
        ["ownKind"] = own is null ? null : "expert",
        ["ownId"] = own,
        ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
        ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
    }.ToJsonString());

    private static IEnumerable<string> Paths(Guid need, Guid profile, Guid achievement)
    {
        yield return $"/api/needs/{need}";
        yield return $"/api/needs/{need}/review";
        yield return $"/api/needs/{need}/history";
        yield return $"/api/search/?q={Mark}title";
        yield return $"/api/search/?q={Uri.EscapeDataString("高温轴承润滑脂")}&kind=need&size=100";
        yield return $"/api/search/?q={Uri.EscapeDataString("云浦漫光涂料有限公司")}&kind=need&size=100";
        yield return $"/api/search/?q={Mark}titel";
        yield return "/api/search/?kind=need&sort=newest&size=5";
        yield return "/api/search/?size=1";
        yield return $"/api/search/suggestions/expert/{profile}?for=need&size=100";
        yield return $"/api/search/suggestions/achievement/{achievement}?for=need&size=100";
        yield return $"/api/search/suggestions/expert/{profile}/why/{need}";
        yield return $"/api/search/suggestions/achievement/{achievement}/why/{need}";
        yield return $"/api/cooperation/interests?itemId={need}";
        // Visitors' pages are kept for some seconds, each address for itself: these are not the last need's.
        yield return $"/needs?now={need}";
        yield return $"/needs/{need}";
        yield return "/sitemap.xml";
        yield return $"/search?q={Mark}title&now={need}";
    }

    private async Task<IReadOnlyList<int>> FiguresAsync() =>
    [
        .. (await portal.GetAsync(null, "/api/needs/figures")).AsObject().Select(f => (int)f.Value!),
        .. (await portal.GetAsync(null, "/api/cooperation/figures")).AsObject().Where(f => f.Key != "answeredInTimePercent").Select(f => (int)f.Value!),
    ];

    private static string Same(string text, List<string> changing)
    {
        text = changing.Select((c, i) => (c, i)).Aggregate(WebUtility.HtmlDecode(text), (t, c) => t.Replace(c.c, $"<{c.i}>", StringComparison.OrdinalIgnoreCase));
        return Volatile().Replace(text, "<>");
    }

    // The ranker learns from what comes and goes: chances, shares and close places move a little from one need to the next,
    // whoever's it is. Which records are proposed, under what name and why, does not.
    private static string Steady(string path, Answer answer) => answer.Status != 200 || !path.Contains("/suggestions/", StringComparison.Ordinal) ? answer.Body
        : path.Contains("/why/", StringComparison.Ordinal) ? $"{answer.Json["code"]} {Figure().Replace((string)answer.Json["text"]!, "#")}"
        : string.Join('\n', answer.Json["items"]!.AsArray()
            .Select(i => $"{i!["id"]} {i["title"]} {i["organisationName"]} {i["promoted"]?["reason"]} {i["requirements"]!.ToJsonString()}").Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figure();

    // Times, request marks, form tokens and addresses of this very request.
    [GeneratedRegex(@"20\d\d年\d+月\d+日( 周. \d\d:\d\d)?|刚刚|\d+ ?(分钟|小时)前|20\d\d-\d\d-\d\dT[\d:.]+Z?|20\d\d-\d\d-\d\d|""(requestId|traceId)"":""[^""]*""|name=""__RequestVerificationToken"" value=""[^""]*""|CfDJ8[\w-]+|nonce=""[^""]*""|[0-9a-f]{32}")]
    private static partial Regex Volatile();

    private static string Around(string text, string other)
    {
        var at = text.Zip(other).TakeWhile(p => p.First == p.Second).Count();
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 120)];
    }

    private static Reader Owner(string key, string name)
    {
        var (account, organisation) = (DemoFolder.IdOf("account", key), DemoFolder.IdOf("organisation", key));
        return new(key, TestTokens.Of(account, [Roles.Enterprise], organisation, OrganisationKind.Enterprise, name, key), organisation, account);
    }
}
