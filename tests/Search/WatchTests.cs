using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Watches;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Tests;

public sealed class WatchTests
{
    // Solves auto-n08 by the judgements.
    private const string Solves = "auto-a037";

    // About seals.
    private const string Fits = "auto-a001";

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_record_that_suits_a_watched_need_is_told_at_once_with_the_reason(DatabaseKind kind)
    {
        await using var host = await MarketHost.StartAsync(kind);
        await host.AchievementsAsync("auto", [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())], except: Solves);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var need = await host.NeedAsync("auto-n08", member.Organisation);
        Assert.Equal(201, (await WatchAsync(host, member, need)).Status);

        var id = await host.AchievementAsync(Solves, Guid.NewGuid());

        var told = Assert.Single(await host.ToldAsync());
        var match = Assert.Single(told.Match.Matches);
        Assert.Equal((member.Account, false, id), (told.Match.AccountId, told.Match.Digest, match.RecordId));
        Assert.InRange(match.Chance!.Value, 0.5, 1);
        Assert.NotEmpty(match.Words);
        Assert.All(match.Words, w => Assert.Contains(w, match.Passage + string.Join("", match.Words), StringComparison.Ordinal));
        var view = (await host.GetAsync(member, "watches")).Body!["items"]![0]!;
        Assert.Equal(1, view["matches"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_suits_less_waits_for_Monday_and_comes_in_one_message()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        // Four of these eight tokens are found: enough for the search page, not for an instant message.
        await SearchAsync(host, member, "密封结构 超导磁体");
        await host.AchievementAsync(Fits, Guid.NewGuid());

        Assert.Empty(await host.ToldAsync());
        Assert.Equal(1, await host.UseAsync(db => db.WatchHits.CountAsync(h => h.ToldAt == null)));
        Assert.Equal(0, await host.DigestAsync());
        host.Clock.Ahead = TimeSpan.FromDays(7);
        await Probe.Until(async () => (await host.ToldAsync()).Count == 1, "the digest");
        var digest = (await host.ToldAsync())[0].Match;
        Assert.True(digest.Digest);
        Assert.Equal(Fits, digest.Matches.Single().Number);
        Assert.Equal(0, await host.DigestAsync());
    }

    [Fact]
    public async Task A_saved_search_that_is_met_in_full_is_told_at_once_and_its_filters_hold()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        await SearchAsync(host, member, "泥水 密封");
        await SearchAsync(host, member, "泥水 密封", minTrl: 7);
        await SearchAsync(host, member, "泥水 密封", kind: RecordKind.Need);
        await SearchAsync(host, member, "", minTrl: 5);

        await host.AchievementAsync(Fits, Guid.NewGuid(), trl: 6);

        var told = await host.ToldAsync();
        Assert.Equal(2, told.Count);
        Assert.Contains(told, t => t.Match.Matches[0].WatchName == "泥水 密封" && t.Match.Matches[0].Words.Contains("密封"));
        Assert.Contains(told, t => t.Match.Matches[0].WatchName == "TRL 5+");
    }

    [Fact]
    public async Task Beyond_five_a_day_the_rest_goes_into_the_digest_and_a_new_day_begins_anew()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        await SearchAsync(host, member, "", minTrl: 5);
        // One in the morning of the next day there, so that midnight is far.
        host.Clock.Ahead = WatchTimes.StartOfDay(host.Clock.Now).AddHours(25) - host.Clock.Now;
        for (var i = 1; i <= 7; i++)
        {
            await host.AchievementAsync($"auto-a{i:d3}", Guid.NewGuid(), trl: 6);
        }

        Assert.Equal(WatchMatcher.InstantPerDay, (await host.ToldAsync()).Count);
        Assert.Equal(2, await host.UseAsync(db => db.WatchHits.CountAsync(h => !h.Instant)));
        host.Clock.Ahead += TimeSpan.FromDays(1);
        await host.AchievementAsync("auto-a008", Guid.NewGuid(), trl: 6);
        Assert.Equal(WatchMatcher.InstantPerDay + 1, (await host.ToldAsync()).Count(t => !t.Match.Digest));
    }

    [Fact]
    public async Task Nobody_is_told_of_own_records_of_owners_that_keep_away_twice_or_while_suspended()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        await SearchAsync(host, member, "密封");
        var suspended = MarketHost.MemberOf(Guid.NewGuid());
        await SearchAsync(host, suspended, "密封");
        await host.OrganisationAsync(suspended.Organisation, OrganisationStatus.Suspended);
        await Probe.Until(() => host.UseAsync(db => db.Providers.AnyAsync(p => !p.Approved)), "the suspension is known");

        await host.AchievementAsync(Fits, member.Organisation);
        await host.AchievementAsync("auto-a002", Guid.NewGuid(), avoid: "某企业");
        Assert.Empty(await host.ToldAsync());

        var owner = Guid.NewGuid();
        var id = await host.AchievementAsync("auto-a005", owner);
        Assert.Single(await host.ToldAsync());
        await host.WithdrawAsync(id);
        await host.AchievementAsync("auto-a005", owner);
        Assert.Equal(member.Account, Assert.Single(await host.ToldAsync()).Match.AccountId);
    }

    [Fact]
    public async Task The_link_in_a_message_pauses_without_signing_in_and_no_other_token_does()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        await SearchAsync(host, member, "密封");
        await host.AchievementAsync(Fits, Guid.NewGuid());
        var token = Assert.Single(await host.ToldAsync()).Match.Unsubscribe;

        var forged = token[..^2] + (token[^2] == 'A' ? "B" : "A") + token[^1];
        Assert.Equal(404, (await host.SendAsync(null, HttpMethod.Post, $"watches/unsubscribe?token={forged}")).Status);
        Assert.Equal(404, (await host.SendAsync(null, HttpMethod.Post, "watches/unsubscribe?token=")).Status);
        Assert.False((await host.GetAsync(member, "watches")).Body!["items"]![0]!["paused"]!.GetValue<bool>());

        var (status, body) = await host.SendAsync(null, HttpMethod.Post, $"watches/unsubscribe?token={token}", key: "visitors");
        Assert.Equal((200, "密封", true), (status, (string?)body!["name"], body["paused"]!.GetValue<bool>()));
        Assert.True((await host.GetAsync(member, "watches")).Body!["items"]![0]!["paused"]!.GetValue<bool>());
        await host.AchievementAsync("auto-a005", Guid.NewGuid());
        Assert.Single(await host.ToldAsync());

        // All visitors share their keys, so none gives the answer to an earlier request.
        Assert.False((await host.SendAsync(null, HttpMethod.Post, $"watches/unsubscribe?token={token}&undo=true", key: "visitors")).Body!["paused"]!.GetValue<bool>());
        Assert.False((await host.GetAsync(member, "watches")).Body!["items"]![0]!["paused"]!.GetValue<bool>());
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_member_has_twenty_watches_at_most_even_when_they_come_at_once(DatabaseKind kind)
    {
        await using var host = await MarketHost.StartAsync(kind);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var answers = new List<int>();
        foreach (var batch in Enumerable.Range(0, 24).Chunk(4))
        {
            answers.AddRange((await Task.WhenAll(batch.Select(i => SearchAsync(host, member, $"密封 {i}")))).Select(a => a.Status));
        }

        Assert.Equal(Watch.MostPerMember, answers.Count(s => s == 201));
        Assert.All(answers.Where(s => s != 201), s => Assert.Equal(409, s));
        Assert.Equal(201, (await SearchAsync(host, MarketHost.MemberOf(member.Organisation), "密封")).Status);
        var first = (string)(await host.GetAsync(member, "watches")).Body!["items"]![0]!["id"]!;
        Assert.Equal(404, (await host.SendAsync(MarketHost.MemberOf(member.Organisation), HttpMethod.Delete, $"watches/{first}")).Status);
        Assert.Equal(204, (await host.SendAsync(member, HttpMethod.Delete, $"watches/{first}")).Status);
        Assert.Equal(201, (await SearchAsync(host, member, "密封")).Status);
    }

    [Fact]
    public async Task The_same_thing_is_watched_once_and_only_own_records_are()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var need = await host.NeedAsync("auto-n01", member.Organisation);
        var (_, first) = await WatchAsync(host, member, need);
        var (again, second) = await WatchAsync(host, member, need);
        Assert.Equal((200, (string?)first!["id"]), (again, (string?)second!["id"]));
        Assert.Equal(404, (await WatchAsync(host, MarketHost.MemberOf(Guid.NewGuid()), need)).Status);
        Assert.Equal(400, (await SearchAsync(host, member, "")).Status);
        Assert.Equal(400, (await SearchAsync(host, member, "！？")).Status);
        Assert.Equal(400, (await SearchAsync(host, member, new string('长', 201))).Status);
        Assert.Equal(1, (await host.GetAsync(member, "watches")).Body!["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Watches_go_with_the_member()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (leaves, stays) = (MarketHost.MemberOf(Guid.NewGuid()), MarketHost.MemberOf(Guid.NewGuid()));
        await SearchAsync(host, leaves, "密封");
        await SearchAsync(host, stays, "密封");
        await host.TellAsync(new AccountChanged(stays.Account, 1, host.Clock.Now, new AccountSnapshot("甲", "a@example.com", stays.Organisation, [], true, "zh-CN")));
        await host.TellAsync(new AccountChanged(leaves.Account, 1, host.Clock.Now, new AccountSnapshot("乙", null, leaves.Organisation, [], false, "zh-CN")));

        await Probe.Until(() => host.UseAsync(async db => await db.Watches.CountAsync() == 1), "the watches of who left are gone");
        await host.HandledAsync();
        Assert.Equal(stays.Account, (await host.UseAsync(db => db.Watches.SingleAsync())).AccountId);
        Assert.True(await host.UseAsync(db => db.WatchTerms.AllAsync(t => db.Watches.Any(w => w.Id == t.WatchId))));
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z")] // Monday 08:00 in Shanghai
    [InlineData("2026-03-01T23:59:59Z", "2026-02-23T00:00:00Z")]
    [InlineData("2026-03-08T15:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-04T12:00:00Z", "2026-03-02T00:00:00Z")]
    public void A_digest_is_due_on_Mondays_at_eight_in_Shanghai(string now, string last) =>
        Assert.Equal(Utc(last), WatchTimes.LastDigest(Utc(now)));

    private static DateTime Utc(string text) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.AdjustToUniversal);

    private static Task<(int Status, System.Text.Json.Nodes.JsonNode? Body)> WatchAsync(MarketHost host, Member member, Guid record) =>
        host.SendAsync(member, HttpMethod.Post, "watches", new StartWatch(WatchSubject.Record, record, null, null, null, null, null, null));

    private static Task<(int Status, System.Text.Json.Nodes.JsonNode? Body)> SearchAsync(
        MarketHost host, Member member, string query, RecordKind? kind = null, int? minTrl = null) =>
        host.SendAsync(member, HttpMethod.Post, "watches", new StartWatch(WatchSubject.Search, null, null, query, kind, null, null, minTrl));
}
