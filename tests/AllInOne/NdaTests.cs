using System.Text.Json.Nodes;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Tier L3 of a record: for a counterpart whose signed non-disclosure agreement is on record, and for nobody else.</summary>
public sealed class NdaTests(Portal portal)
{
    private const string Partner = "沿江大学";

    [Fact]
    public async Task A_recorded_agreement_opens_the_third_tier_to_that_counterpart_until_it_is_revoked()
    {
        var id = await NeedAsync("qzpaper");
        var interest = await SendAsync(Readers.OtherLiaison, id);
        await RefusedAsync(Readers.Enterprise, interest, 409, "not-accepted", Nda(id));
        interest = await AcceptAsync(interest);
        var second = await AcceptAsync(await SendAsync(Readers.Liaison, id));
        await TierAsync(Readers.OtherLiaison, id, "l2");
        await TierAsync(Readers.Liaison, id, "l2");
        Assert.DoesNotContain("qzpaperprocess", (await ReadAsync(Readers.OtherLiaison, id)).Body, StringComparison.Ordinal);

        // Nobody signs for themselves, nobody else's interest is theirs to sign, and a signature has a name, a date and a number.
        await RefusedAsync(Readers.OtherLiaison, interest, 403, "forbidden", Nda(id));
        await RefusedAsync(Readers.OtherEnterprise, interest, 404, "not-found", Nda(id));
        await RefusedAsync(Readers.Enterprise, interest, 400, "invalid", Nda(Guid.NewGuid()));
        await RefusedAsync(Readers.Enterprise, interest, 400, "invalid", Nda(id, institution: "江海理工大学"));
        await RefusedAsync(Readers.Enterprise, interest, 400, "invalid", Nda(id, signedOn: "2999-01-01"));
        await RefusedAsync(Readers.Enterprise, interest, 400, "invalid", Nda(id, reference: " "));
        await TierAsync(Readers.OtherLiaison, id, "l2");

        interest = await PostAsync(Readers.Enterprise, interest, "ndas", Nda(id));
        Assert.Equal("BM-2026-07", (string?)interest["ndas"]![0]!["reference"]);
        await TierAsync(Readers.OtherLiaison, id, "l3");
        var open = (await ReadAsync(Readers.OtherLiaison, id)).Body;
        Assert.Contains("qzpaperprocess", open, StringComparison.Ordinal);
        Assert.DoesNotContain("qzpapercompetitor", open, StringComparison.Ordinal);
        Assert.DoesNotContain("qzpaperpreferred", open, StringComparison.Ordinal);
        await RefusedAsync(Readers.Enterprise, interest, 409, "nda-recorded", Nda(id));

        // The other counterpart, everybody else, the feed and the index know nothing of it.
        foreach (var reader in Readers.All.Where(r => r.Organisation != Readers.OtherLiaison.Organisation && r.Organisation != Readers.Enterprise.Organisation && r != Readers.Organizer))
        {
            Assert.DoesNotContain("qzpaperprocess", (await ReadAsync(reader, id)).Body, StringComparison.Ordinal);
        }

        Assert.Equal("l2", (string?)(await ReadAsync(Readers.Liaison, id)).Json["tier"]);
        Assert.DoesNotContain("qzpaperprocess", (await portal.SendAsync(Readers.Service, "GET", "/api/needs/changes?size=100")).Body, StringComparison.Ordinal);
        Assert.Equal(0, (await portal.GetAsync(Readers.OtherLiaison, "/api/search/?size=1&q=qzpaperprocess"))["hits"]!["total"]!.GetValue<int>());

        interest = await PostAsync(Readers.Enterprise, interest, "ndas/revoke", new JsonObject { ["recordId"] = id, ["reason"] = "协议到期" });
        await TierAsync(Readers.OtherLiaison, id, "l2");
        Assert.DoesNotContain("qzpaperprocess", (await ReadAsync(Readers.OtherLiaison, id)).Body, StringComparison.Ordinal);
        await portal.SettleAsync();
        var audit = (await portal.GetAsync(Readers.Organizer, "/api/identity/audit?size=100&verb=interest.nda"))["items"]!.AsArray();
        Assert.Equal(
            ["interest.nda-revoke", "interest.nda"],
            audit.Where(r => r!["targetId"]!.GetValue<Guid>() == interest["id"]!.GetValue<Guid>()).Select(r => (string)r!["verb"]!));
        Assert.NotNull(second);
    }

    [Fact]
    public async Task The_bureau_records_as_broker_and_the_end_of_the_interest_closes_all()
    {
        var id = await NeedAsync("qzbroker");
        var interest = await AcceptAsync(await SendAsync(Readers.OtherLiaison, id));
        await TierAsync(Readers.OtherLiaison, id, "l2");
        interest = await PostAsync(Readers.Organizer, interest, "ndas", Nda(id));
        await TierAsync(Readers.OtherLiaison, id, "l3");

        interest = await PostAsync(Readers.OtherLiaison, interest, "end", new JsonObject { ["text"] = "不再继续" });
        await TierAsync(Readers.OtherLiaison, id, "l1");
        await RefusedAsync(Readers.Enterprise, interest, 409, "not-accepted", Nda(id));
    }

    private static JsonObject Nda(Guid record, string institution = Partner, string signedOn = "2026-03-01", string reference = "BM-2026-07") => new()
    {
        ["recordId"] = record,
        ["institution"] = institution,
        ["signedOn"] = signedOn,
        ["reference"] = reference,
    };

    private Task<Guid> NeedAsync(string mark) => portal.RecordAsync(
        "needs", Readers.Enterprise, Contents.Need("l0", mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

    private Task<Answer> ReadAsync(Reader reader, Guid id) => portal.SendAsync(reader, "GET", $"/api/needs/{id}");

    private Task TierAsync(Reader reader, Guid id, string tier) => Probe.Until(
        async () => (string?)(await ReadAsync(reader, id)).Json["tier"] == tier, $"{reader} reads {tier}");

    private async Task<JsonNode> PostAsync(Reader by, JsonNode interest, string what, JsonObject body)
    {
        body["version"] = interest["version"]!.GetValue<long>();
        return await portal.PostAsync(by, $"/api/cooperation/interests/{interest["id"]}/{what}", body);
    }

    private async Task RefusedAsync(Reader by, JsonNode interest, int status, string code, JsonObject body)
    {
        body["version"] = interest["version"]!.GetValue<long>();
        var answer = await portal.SendAsync(by, "POST", $"/api/cooperation/interests/{interest["id"]}/ndas", body.ToJsonString());
        Assert.Equal(code, (string?)answer.Expect(status, $"{by}")["code"]);
    }

    private Task<JsonNode> AcceptAsync(JsonNode interest) => PostAsync(
        Readers.Enterprise, interest, "accept", new JsonObject { ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444" } });

    private async Task<JsonNode> SendAsync(Reader sender, Guid need)
    {
        var body = new JsonObject
        {
            ["itemKind"] = "need",
            ["itemId"] = need,
            ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
        }.ToJsonString();
        Answer? sent = null;
        await Probe.Until(async () => (sent = await portal.SendAsync(sender, "POST", "/api/cooperation/interests", body)).Status != 404, "it can be approached");
        return sent!.Expect(201, "send");
    }
}
