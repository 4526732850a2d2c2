using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What the settings page promises of an erased account: name and phone go everywhere, the organisation's records stay.</summary>
public sealed class ErasureTests(Portal portal)
{
    private const string Name = "窦海川";
    private const string Phone = "13655556666";
    private const string Nobody = "已注销用户";

    private static readonly Guid Account = DemoFolder.IdOf("account", "x-auto-e19");

    private static readonly Reader Leaver = new(
        "leaver", TestTokens.Of(Account, [Roles.Expert], Readers.Liaison.Organisation, OrganisationKind.University, "江海理工大学", Name),
        Readers.Liaison.Organisation, Account);

    [Fact]
    public async Task An_erased_person_is_nobody_in_records_and_interests_and_the_token_opens_nothing()
    {
        var profile = await portal.RecordAsync("experts", Leaver, Contents.Expert("l1", "qzera"), (Leaver, "submit"), (Readers.Liaison, "recommend"));
        var need = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qzern"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        await Probe.Until(async () => (await SendAsync(need)).Status is 201 or 409, "the interest is sent");
        var interest = (await portal.GetAsync(Leaver, $"/api/cooperation/interests?itemId={need}"))["items"]![0]!;
        var address = $"/api/cooperation/interests/{interest["id"]}";
        await portal.PostAsync(Readers.Enterprise, address + "/accept", new JsonObject
        {
            ["version"] = interest["version"]!.GetValue<long>(),
            ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444" },
        });
        Assert.Contains(Phone, (await portal.SendAsync(Readers.Enterprise, "GET", address)).Body, StringComparison.Ordinal);
        using var browser = new Session(portal);
        await browser.SignInAsync("auto-e19@example.com", DemoFolder.Password);

        await portal.SendAsync(Leaver, "POST", "/api/identity/me/erase", new JsonObject { ["password"] = DemoFolder.Password }.ToJsonString());

        await Probe.Until(async () => (await portal.GetAsync(Readers.Enterprise, address))["otherContact"]!["name"]!.GetValue<string>() == Nobody, "interests forget");
        await Probe.Until(async () => (await portal.GetAsync(Readers.Liaison, $"/api/experts/{profile}"))["authorName"]!.GetValue<string>() == Nobody, "records forget");
        foreach (var (reader, path) in new[] { (Readers.Enterprise, address), (Readers.Organizer, address), (Readers.Liaison, $"/api/experts/{profile}/history") })
        {
            var text = (await portal.GetAsync(reader, path)).ToJsonString(JsonDefaults.Options);
            Assert.Contains(Nobody, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Name, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Phone, text, StringComparison.Ordinal);
        }

        // Colleagues keep their names.
        Assert.Contains(Readers.Liaison.Name, (await portal.SendAsync(Readers.Liaison, "GET", $"/api/experts/{profile}/history")).Body, StringComparison.Ordinal);
        foreach (var path in new[] { $"/api/experts/{profile}", "/api/experts/mine", "/api/needs/mine", "/api/achievements/mine", "/api/search/watches", "/api/notifications/", "/api/cooperation/interests" })
        {
            await Probe.Until(async () => (await portal.SendAsync(Leaver, "GET", path)).Status is 401 or 404, $"{path} is closed");
        }

        Assert.Equal(401, (await SendAsync(need)).Status);
        using var page = await browser.GetAsync("/work/interests");
        Assert.DoesNotContain("qzern", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<Answer> SendAsync(Guid need) => portal.SendAsync(Leaver, "POST", "/api/cooperation/interests", new JsonObject
    {
        ["itemKind"] = "need",
        ["itemId"] = need,
        ["message"] = "愿一起做井下动密封的台架对比。",
        ["contact"] = new JsonObject { ["name"] = Name, ["phone"] = Phone },
    }.ToJsonString());
}
