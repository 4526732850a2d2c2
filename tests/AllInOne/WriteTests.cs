using System.Text.Json.Nodes;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Writes that are repeated or that come too late.</summary>
public sealed class WriteTests(Portal portal)
{
    [Fact]
    public async Task The_same_key_and_body_give_the_same_answer_and_one_record()
    {
        var before = await MineAsync();
        var body = Contents.Need("l1", "qzkey").ToJsonString();
        var first = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", body, key: "the-first-key");
        var second = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", body, key: "the-first-key");
        first.Expect(201, "first");
        second.Expect(201, "second");
        Assert.Equal(first.Body, second.Body);
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(before + 1, await MineAsync());
    }

    [Fact]
    public async Task The_same_key_sent_at_once_gives_one_record()
    {
        var before = await MineAsync();
        var body = Contents.Need("l1", "qzonce").ToJsonString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", body, key: "at-once")));
        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Single(answers.Select(a => (string)a.Json["id"]!).Distinct());
        Assert.Equal(before + 1, await MineAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", """{"title":"一"}""", key: "one-content")).Expect(201, "first");
        var second = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", """{"title":"二"}""", key: "one-content");
        Assert.Equal("idempotency-key-reused", (string?)second.Expect(409, "other body")["code"]);
    }

    [Fact]
    public async Task A_key_belongs_to_the_one_who_sent_it()
    {
        var mine = (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", """{"title":"钥"}""", key: "shared-word")).Expect(201, "mine");
        var theirs = (await portal.SendAsync(Readers.OtherEnterprise, "POST", "/api/needs/", """{"title":"钥"}""", key: "shared-word")).Expect(201, "theirs");
        Assert.NotEqual((string)mine["id"]!, (string)theirs["id"]!);
    }

    [Fact]
    public async Task A_refused_write_leaves_its_key_free()
    {
        var key = "after-a-refusal";
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", $$"""{"title":"{{new string('长', 61)}}"}""", key: key)).Expect(400, "too long");
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", """{"title":"短"}""", key: key)).Expect(201, "corrected");
    }

    [Fact]
    public async Task The_same_key_with_another_query_is_refused()
    {
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/?x=1", """{"title":"问"}""", key: "one-query")).Expect(201, "first");
        var second = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/?x=2", """{"title":"问"}""", key: "one-query");
        Assert.Equal("idempotency-key-reused", (string?)second.Expect(409, "other query")["code"]);
    }

    [Fact]
    public async Task A_key_of_absurd_length_is_refused() =>
        Assert.Equal("idempotency-key", (string?)(await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", "{}", key: new string('k', 201))).Expect(400, "long key")["code"]);

    [Fact]
    public async Task Who_looked_at_an_older_version_is_told_so()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qzstale"));
        var save = (long version) => new JsonObject { ["content"] = Contents.Need("l1", "qzstaler"), ["version"] = version }.ToJsonString();
        (await portal.SendAsync(Readers.Enterprise, "PUT", $"/api/needs/{id}", save(1))).Expect(200, "first");
        var late = await portal.SendAsync(Readers.Admin, "PUT", $"/api/needs/{id}", save(1));
        Assert.Equal("version-conflict", (string?)late.Expect(409, "late save")["code"]);
        var move = await portal.SendAsync(Readers.Admin, "POST", $"/api/needs/{id}/moves", """{"verb":"submit","version":1}""");
        Assert.Equal("version-conflict", (string?)move.Expect(409, "late move")["code"]);
    }

    [Fact]
    public async Task Of_writes_at_once_from_one_version_one_wins()
    {
        var id = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l1", "qzrace"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => portal.SendAsync(
            Readers.Enterprise, "PUT", $"/api/needs/{id}",
            new JsonObject { ["content"] = Contents.Need("l1", $"qzrace{(char)('a' + i)}"), ["version"] = 1 }.ToJsonString())));
        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.Equal(5, answers.Count(a => a.Status == 409));
        Assert.Equal(2, (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}"))["version"]!.GetValue<long>());
    }

    private async Task<int> MineAsync() => (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?size=1"))["total"]!.GetValue<int>();
}
