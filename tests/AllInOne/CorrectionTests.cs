namespace Matchmaking.AllInOne.Tests;

/// <summary>What went out by mistake comes back, and what was closed by mistake opens again.</summary>
public sealed class CorrectionTests(Portal portal)
{
    [Fact]
    public async Task The_bureau_takes_down_what_should_not_be_public_and_the_owner_mends_it()
    {
        var need = await PublishedAsync("qztakedown");
        var down = await MoveAsync(need, Readers.Organizer, "take-down");
        Assert.Equal(("returned", "测试原因"), ((string)down["status"]!, (string)down["returnReason"]!));
        Assert.Equal(404, (await portal.SendAsync(Readers.OtherLiaison, "GET", $"/api/needs/{need}")).Status);
        await MoveAsync(need, Readers.Enterprise, "submit");
        Assert.Equal("published", (string)(await MoveAsync(need, Readers.Organizer, "publish"))["status"]!);
    }

    [Fact]
    public async Task A_need_that_was_closed_by_mistake_is_open_again()
    {
        var need = await PublishedAsync("qzclosed");
        Assert.Equal("solved", (string)(await MoveAsync(need, Readers.Organizer, "solve"))["status"]!);
        Assert.Equal("published", (string)(await MoveAsync(need, Readers.Enterprise, "correct"))["status"]!);
        Assert.Equal(200, (await portal.SendAsync(Readers.OtherLiaison, "GET", $"/api/needs/{need}")).Status);
    }

    [Fact]
    public async Task A_merge_is_undone_and_the_record_waits_for_review_as_before()
    {
        var kept = await PublishedAsync("qzunmerge");
        var twin = await portal.RecordAsync("needs", Readers.OtherEnterprise, Contents.Need("l1", "qzunmerge"), (Readers.OtherEnterprise, "submit"));
        await portal.PostAsync(Readers.Organizer, $"/api/needs/{twin}/moves", new System.Text.Json.Nodes.JsonObject { ["verb"] = "merge", ["version"] = 2, ["reason"] = "看错了", ["mergedInto"] = kept });
        var back = await MoveAsync(twin, Readers.Organizer, "unmerge");
        Assert.Equal("submitted", (string)back["status"]!);
        Assert.Null(back["mergedInto"]);
        Assert.NotNull(back["dueAt"]);
    }

    private Task<Guid> PublishedAsync(string mark) => portal.RecordAsync(
        "needs", Readers.Enterprise, Contents.Need("l1", mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

    private async Task<System.Text.Json.Nodes.JsonNode> MoveAsync(Guid need, Reader by, string verb) =>
        await portal.MoveAsync("needs", need, by, verb, (long)(await portal.GetAsync(by, $"/api/needs/{need}"))["version"]!);
}
