using System.Text.Json.Nodes;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>How long an accepted interest opens a record: until it ends, or the record leaves the public.</summary>
public sealed class GrantTests(Portal portal)
{
    private static readonly Reader Partner = Readers.OtherLiaison;

    [Fact]
    public async Task A_grant_ends_with_its_interest()
    {
        var id = await NeedAsync("gewaehr");
        var interest = await AcceptAsync(id);
        await UntilAsync(id, "gewaehrcontact", true);

        var ended = await portal.PostAsync(Readers.Enterprise, $"/api/cooperation/interests/{interest["id"]}/end", new JsonObject
        {
            ["text"] = "双方商定不再继续",
            ["version"] = interest["version"]!.GetValue<long>(),
        });
        Assert.Equal("ended", (string?)ended["status"]);
        Assert.Null(ended["otherContact"]);
        Assert.NotNull(ended["otherName"]);
        await UntilAsync(id, "gewaehrcontact", false);
        Assert.Contains("gewaehrproblem", (await ReadAsync(id)).Body, StringComparison.Ordinal);

        // Another interest of the same organisation opens it anew.
        await AcceptAsync(id);
        await UntilAsync(id, "gewaehrcontact", true);
    }

    [Fact]
    public async Task A_record_that_comes_out_again_needs_a_new_acceptance()
    {
        var id = await NeedAsync("qzgrb");
        await AcceptAsync(id);
        await UntilAsync(id, "qzgrbcontact", true);

        await MoveAsync(id, Readers.Enterprise, "withdraw");
        Assert.Equal(404, (await ReadAsync(id)).Status);
        await MoveAsync(id, Readers.Enterprise, "reopen");
        await MoveAsync(id, Readers.Enterprise, "submit");
        await MoveAsync(id, Readers.Organizer, "publish");
        var reopened = await ReadAsync(id);
        Assert.Contains("qzgrbproblem", reopened.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("qzgrbcontact", reopened.Body, StringComparison.Ordinal);
        Assert.Equal("l1", (string?)reopened.Json["tier"]);

        await AcceptAsync(id);
        await UntilAsync(id, "qzgrbcontact", true);
    }

    [Fact]
    public async Task What_was_accepted_while_the_record_was_down_opens_nothing_later()
    {
        var id = await NeedAsync("qzgrc");
        var interest = await SendAsync(id);
        await MoveAsync(id, Readers.Enterprise, "withdraw");
        await AcceptAsync(interest);
        await MoveAsync(id, Readers.Enterprise, "reopen");
        await MoveAsync(id, Readers.Enterprise, "submit");
        await MoveAsync(id, Readers.Organizer, "publish");
        // The later grant shows that the earlier acceptance was heard of.
        var second = await NeedAsync("qzgrd");
        await AcceptAsync(second);
        await UntilAsync(second, "qzgrdcontact", true);
        Assert.DoesNotContain("qzgrccontact", (await ReadAsync(id)).Body, StringComparison.Ordinal);
    }

    private async Task<Guid> NeedAsync(string mark)
    {
        var id = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l0", mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        Assert.DoesNotContain(mark + "contact", (await ReadAsync(id)).Body, StringComparison.Ordinal);
        return id;
    }

    private Task<Answer> ReadAsync(Guid id) => portal.SendAsync(Partner, "GET", $"/api/needs/{id}");

    private Task UntilAsync(Guid id, string word, bool open) => Probe.Until(
        async () => (await ReadAsync(id)).Body.Contains(word, StringComparison.Ordinal) == open, $"{word} is {(open ? "open" : "closed")}");

    private async Task MoveAsync(Guid id, Reader by, string verb)
    {
        // The start of talks may raise the version at any moment.
        var record = await portal.GetAsync(by, $"/api/needs/{id}");
        await portal.MoveAsync("needs", id, by, verb, record["version"]!.GetValue<long>());
    }

    private async Task<JsonNode> AcceptAsync(Guid need) => await AcceptAsync(await SendAsync(need));

    private async Task<JsonNode> AcceptAsync(JsonNode interest) => await portal.PostAsync(
        Readers.Enterprise, $"/api/cooperation/interests/{interest["id"]}/accept", new JsonObject
        {
            ["version"] = interest["version"]!.GetValue<long>(),
            ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444" },
        });

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
        // Cooperation hears of the publication over the bus.
        await Probe.Until(async () => (sent = await portal.SendAsync(Partner, "POST", "/api/cooperation/interests", body)).Status != 404, "it can be approached");
        return sent!.Expect(201, "send");
    }
}
