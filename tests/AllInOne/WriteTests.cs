using System.Text.Json.Nodes;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData("redrive")]
    [InlineData("discard")]
    public Task An_operators_act_with_a_key_does_not_wait_for_itself_and_its_refusal_is_replayed(string act) => ActTwiceAsync(portal, act);

    [Fact]
    public async Task Feedback_with_a_key_is_replayed_and_given_once()
    {
        var path = $"/api/search/suggestions/need/{DemoFolder.IdOf("need", "auto-n01")}/feedback";
        var body = new JsonObject { ["otherId"] = DemoFolder.IdOf("achievement", "auto-a001").ToString(), ["action"] = "saved" }.ToJsonString();
        var answers = new List<Answer>();
        for (var i = 0; i < 2; i++)
        {
            answers.Add(await portal.SendAsync(Readers.Enterprise, "POST", path, body, key: "feedback"));
        }

        answers[0].Expect(200, "first");
        Assert.Equal(answers[0] with { Replayed = true }, answers[1]);
        (await portal.SendAsync(Readers.Enterprise, "POST", path, body.Replace("saved", "shown", StringComparison.Ordinal), key: "feedback-back")).Expect(200, "taken back");
    }

    [Fact]
    public async Task A_batch_of_nothing_but_faults_is_answered_in_short_and_not_kept()
    {
        var item = new JsonObject { ["title"] = "批", ["modes"] = new JsonArray([.. Enumerable.Range(0, 2900).Select(i => (JsonNode)$"n{i}")]) }.ToJsonString();
        foreach (var checkOnly in new[] { true, false })
        {
            var body = $$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, 200))}}],"checkOnly":{{(checkOnly ? "true" : "false")}}}""";
            var before = await KeysAsync();
            var first = await portal.SendAsync(Readers.Liaison, "POST", "/api/achievements/batch", body, key: "many-faults");
            Assert.Equal(checkOnly ? 200 : 400, first.Status);
            Assert.InRange(first.Body.Length, 1, 300_000);
            if (checkOnly)
            {
                Assert.All(first.Json["items"]!.AsArray(), i => Assert.NotEmpty(i!["errors"]!.AsObject()));
                Assert.Contains("另有", first.Body, StringComparison.Ordinal);
                Assert.False((await portal.SendAsync(Readers.Liaison, "POST", "/api/achievements/batch", body, key: "many-faults")).Replayed);
            }

            Assert.Equal(before, await KeysAsync());
        }

        var quote = await portal.SendAsync(Readers.Liaison, "POST", "/api/achievements/", $$"""{"title":"引","field":"{{new string('x', 200_000)}}"}""");
        quote.Expect(400, "a long code");
        Assert.InRange(quote.Body.Length, 1, 2_000);
    }

    [Fact]
    public async Task A_whole_batch_with_a_key_is_replayed_byte_for_byte()
    {
        var body = $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 120).Select(i => $$"""{"title":"整批{{i}}"}"""))}}]}""";
        var first = await portal.SendAsync(Readers.OtherEnterprise, "POST", "/api/needs/batch", body, key: "whole-batch");
        first.Expect(200, "first");
        Assert.Equal(first with { Replayed = true }, await portal.SendAsync(Readers.OtherEnterprise, "POST", "/api/needs/batch", body, key: "whole-batch"));
    }

    [Fact]
    public Task Batches_sent_at_once_without_a_key_start_each_record_once() => AtOnceAsync(portal);

    [Fact]
    public Task Batches_sent_at_once_keep_to_the_limit_together() => LimitAsync(portal);

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

    internal static async Task ActTwiceAsync(Portal portal, string act)
    {
        var path = $"/api/needs/ops/messages/{Guid.NewGuid()}/{act}";
        var first = await portal.SendAsync(Readers.Operator, "POST", path, key: "operator-" + act);
        var second = await portal.SendAsync(Readers.Operator, "POST", path, key: "operator-" + act);
        Assert.Equal("messages.not-found", (string?)first.Expect(404, act)["code"]);
        Assert.Equal(first with { Replayed = true }, second);
    }

    internal static async Task AtOnceAsync(Portal portal)
    {
        const string body = """{"items":[{"title":"同时导入甲"},{"title":"同时导入乙"}]}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.SendAsync(Readers.OtherLiaison, "POST", "/api/achievements/batch", body)));
        Assert.Equal([200, 400, 400, 400], answers.Select(a => a.Status).Order());
        Assert.Equal(2, (await portal.GetAsync(Readers.OtherLiaison, "/api/achievements/mine?q=同时导入"))["total"]!.GetValue<int>());
    }

    internal static async Task LimitAsync(Portal portal)
    {
        // A thousand drafts are the most.
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(b => portal.SendAsync(
            Readers.OtherLiaison, "POST", "/api/achievements/batch",
            $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""{"title":"限额{{b}}之{{i}}"}"""))}}]}""")));
        Assert.Equal([200, 200, 409], answers.Select(a => a.Status).Order());
        Assert.Equal("too-many-drafts", (string?)answers.Single(a => a.Status == 409).Json["code"]);
    }

    private async Task<int> KeysAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var type = scope.ServiceProvider.GetServices<MigratedContext>().Single(c => c.Service == "achievements").Context;
        return (await ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM idempotency_keys").ToListAsync()).Single();
    }

    private async Task<int> MineAsync() => (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?size=1"))["total"]!.GetValue<int>();
}
