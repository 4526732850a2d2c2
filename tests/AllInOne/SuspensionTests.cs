using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What the bureau's suspension of an organisation takes away from everybody else, and gives back.</summary>
public sealed class SuspensionTests(Portal portal)
{
    private static readonly Guid Organisation = DemoFolder.IdOf("organisation", "wenyu");

    private static readonly Reader Owner = new(
        "suspended",
        TestTokens.Of(DemoFolder.IdOf("account", "wenyu"), [Roles.Enterprise], Organisation, OrganisationKind.Enterprise, "云浦稳驭底盘系统有限公司"),
        Organisation, DemoFolder.IdOf("account", "wenyu"));

    [Fact]
    public async Task A_suspended_organisation_disappears_and_comes_back_with_all_it_had()
    {
        var id = await portal.RecordAsync("needs", Owner, Contents.Need("l0", "qzsus"), (Owner, "submit"), (Readers.Organizer, "publish"));
        var other = await portal.RecordAsync(
            "needs", Readers.OtherEnterprise, Contents.Need("l1", "qzoth"), (Readers.OtherEnterprise, "submit"), (Readers.Organizer, "publish"));
        var draft = await portal.RecordAsync("needs", Owner, Contents.Need("l0", "qzsusdraft"));
        await Probe.Until(async () => await HitsAsync("qzsustitle") == 1, "the need can be found");
        await portal.SettleAsync();
        var figures = await PublishedAsync();
        var interest = await portal.PostAsync(Readers.OtherLiaison, "/api/cooperation/interests", new JsonObject
        {
            ["itemKind"] = "need",
            ["itemId"] = id,
            ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
        });
        // A counterpart that could read more than others loses it too.
        await portal.PostAsync(Owner, $"/api/cooperation/interests/{interest["id"]}/accept", new JsonObject
        {
            ["version"] = interest["version"]!.GetValue<long>(),
            ["contact"] = new JsonObject { ["name"] = "陈工", ["phone"] = "13733334444" },
        });
        await Probe.Until(async () => (await ReadAsync(Readers.OtherLiaison, id)).Body.Contains("qzsuscontact", StringComparison.Ordinal), "the grant");

        await DecideAsync("suspend");
        await Probe.Until(async () => await HitsAsync("qzsustitle") == 0, "search has dropped it");
        foreach (var reader in Readers.All.Where(r => r != Readers.Organizer))
        {
            var answer = await ReadAsync(reader, id);
            Assert.True(answer.Status == 404, $"{reader}: {answer.Status}");
            Assert.DoesNotContain("qzsus", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("qzsus", (await portal.SendAsync(reader, "GET", "/api/search/?kind=need&sort=newest&size=100")).Body, StringComparison.Ordinal);
        }

        var feed = (await portal.SendAsync(Readers.Service, "GET", "/api/needs/changes?size=100")).Body;
        Assert.DoesNotContain("qzsus", feed, StringComparison.Ordinal);
        Assert.DoesNotContain("qzsus", (await portal.SendAsync(null, "GET", $"/needs/{id}")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), (await portal.SendAsync(null, "GET", "/sitemap.xml")).Body, StringComparison.Ordinal);
        Assert.True(await PublishedAsync() < figures);

        // Old tokens read their own and change nothing; the bureau still sees what it decided on.
        Assert.Equal(403, (await portal.SendAsync(Owner, "POST", "/api/needs/", "{}")).Status);
        Assert.Equal(403, (await portal.SendAsync(Owner, "POST", $"/api/needs/{id}/moves", """{"verb":"solve","version":1}""")).Status);
        Assert.Equal(404, (await ReadAsync(Owner, other)).Status);
        Assert.Empty((await ReadAsync(Owner, id)).Expect(200, "own")["moves"]!.AsArray());
        Assert.True((await ReadAsync(Readers.Organizer, id)).Expect(200, "bureau")["withheld"]!.GetValue<bool>());

        await DecideAsync("approve");
        await Probe.Until(async () => await HitsAsync("qzsustitle") == 1, "search has it again");
        Assert.Contains("qzsuscontact", (await ReadAsync(Readers.OtherLiaison, id)).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await ReadAsync(Readers.OtherLiaison, draft)).Status);
        Assert.Equal(figures, await PublishedAsync());
        var history = (await portal.GetAsync(Owner, $"/api/needs/{id}/history"))["items"]!.AsArray().Select(h => (string)h!["verb"]!).ToList();
        Assert.Equal(["release", "withhold"], history.Take(2));
    }

    private Task<Answer> ReadAsync(Reader reader, Guid id) => portal.SendAsync(reader, "GET", $"/api/needs/{id}");

    private async Task<int> HitsAsync(string word) =>
        (await portal.GetAsync(Readers.Organizer, $"/api/search/?size=1&q={word}"))["hits"]!["total"]!.GetValue<int>();

    private async Task<int> PublishedAsync() => (await portal.GetAsync(null, "/api/needs/figures"))["published"]!.GetValue<int>();

    private async Task DecideAsync(string verb)
    {
        var organisation = (await portal.GetAsync(Readers.Organizer, $"/api/identity/organisations/{Organisation}"))["organisation"]!;
        await portal.PostAsync(Readers.Organizer, $"/api/identity/organisations/{Organisation}/{verb}", new JsonObject
        {
            ["version"] = organisation["version"]!.GetValue<long>(),
            ["reason"] = "资料不实",
        });
    }
}
