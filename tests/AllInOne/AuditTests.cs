using System.Text.Json.Nodes;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>The bureau reads in one list who decided what on which record of any service.</summary>
public sealed class AuditTests(Portal portal)
{
    [Fact]
    public async Task Every_decision_and_every_step_stands_in_one_list()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", "qzaud"), (Readers.Enterprise, "submit"), (Readers.Organizer, "return"));
        await MoveAsync(id, Readers.Enterprise, "submit");
        await MoveAsync(id, Readers.Organizer, "publish");
        var interest = await SendAsync(id);
        await portal.PostAsync(Readers.Enterprise, $"/api/cooperation/interests/{interest["id"]}/decline", new JsonObject
        {
            ["version"] = interest["version"]!.GetValue<long>(),
            ["reason"] = "tooEarly",
        });
        await MoveAsync(id, Readers.Enterprise, "withdraw");

        var wanted = new[]
        {
            ("enterprise", "need.submit", "draft", "submitted"),
            ("organizer", "need.return", "submitted", "returned"),
            ("enterprise", "need.submit", "returned", "submitted"),
            ("organizer", "need.publish", "submitted", "published"),
            ("liaison-other", "interest.send", null, "sent"),
            ("enterprise", "interest.decline", "sent", "declined"),
            ("enterprise", "need.withdraw", "published", "withdrawn"),
        };
        List<JsonNode> found = [];
        await Probe.Until(async () => (found = [.. (await AllAsync()).Where(r => OfAny(r, id, interest["id"]!.GetValue<Guid>()))]).Count >= wanted.Length, "all is noted");
        Assert.Equal(wanted, found.AsEnumerable().Reverse().Select(r => ((string)r["actor"]!, (string)r["verb"]!, (string?)r["before"], (string)r["after"]!)));
        Assert.All(found, r => Assert.NotEqual((string)r["verb"]!, (string)r["label"]!));
        var number = (string)(await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}"))["number"]!;
        Assert.All(found, r => Assert.Contains(number, (string)r["target"]!, StringComparison.Ordinal));
        // A trail of acts, not a copy of the record.
        Assert.DoesNotContain("qzaud", string.Concat(found.Select(r => r.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_reads_of_its_own_records_and_nothing_of_interests()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", "qzaue"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        var interest = (await SendAsync(id))["id"]!.GetValue<Guid>();
        await portal.SettleAsync();
        Assert.Contains(await AllAsync(), r => OfAny(r, interest));

        var own = (await portal.GetAsync(Readers.Admin, "/api/identity/audit?size=100"))["items"]!.AsArray();
        Assert.Contains(own, r => OfAny(r!, id));
        Assert.DoesNotContain(own, r => ((string)r!["verb"]!).StartsWith("interest.", StringComparison.Ordinal));
        var others = (await portal.GetAsync(Readers.OtherAdmin, "/api/identity/audit?size=100"))["items"]!.AsArray();
        Assert.DoesNotContain(others, r => OfAny(r!, id, interest));
    }

    private static bool OfAny(JsonNode row, params Guid[] ids) => ids.Contains(row["targetId"]?.GetValue<Guid>() ?? default);

    private async Task<List<JsonNode>> AllAsync() => [.. (await portal.GetAsync(Readers.Organizer, "/api/identity/audit?size=100"))["items"]!.AsArray().Select(r => r!)];

    private async Task MoveAsync(Guid id, Reader by, string verb) =>
        await portal.MoveAsync("needs", id, by, verb, (await portal.GetAsync(by, $"/api/needs/{id}"))["version"]!.GetValue<long>());

    private async Task<JsonNode> SendAsync(Guid need)
    {
        var body = new JsonObject
        {
            ["itemKind"] = "need",
            ["itemId"] = need,
            ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
        }.ToJsonString();
        Answer? sent = null;
        await Probe.Until(async () => (sent = await portal.SendAsync(Readers.OtherLiaison, "POST", "/api/cooperation/interests", body)).Status != 404, "it can be approached");
        return sent!.Expect(201, "send");
    }
}
