using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Tests;

/// <summary>Whom an owner keeps away learns nothing of the record, not even that it is there.</summary>
public sealed class AvoidanceTests
{
    private const string Asker = "某企业";

    [Fact]
    public async Task A_record_that_keeps_the_asker_away_is_as_unknown_as_one_that_is_not_there()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var need = await host.NeedAsync("auto-n08", member.Organisation, Asker, avoid: "对手大学");
        var hidden = new[]
        {
            await host.AchievementAsync("auto-a001", Guid.NewGuid(), avoid: Asker),
            await host.NeedAsync("auto-n02", Guid.NewGuid(), "别的企业", avoid: Asker),
        };
        var own = await host.AchievementAsync("auto-a002", Guid.NewGuid(), "对手大学");

        var unknown = await AnswersAsync(Guid.NewGuid());
        foreach (var id in hidden)
        {
            Assert.Equal(unknown, await AnswersAsync(id));
        }

        Assert.Equal("conflict", (string?)(await host.GetAsync(member, $"suggestions/need/{need}/why/{own}")).Body!["code"]);
        Assert.Equal(0, await host.UseAsync(db => db.Marks.CountAsync()));

        async Task<string> AnswersAsync(Guid id)
        {
            List<string> answers = [Said(await host.GetAsync(member, $"suggestions/need/{need}/why/{id}"))];
            foreach (var action in Enum.GetValues<FeedbackAction>())
            {
                answers.Add(Said(await host.FeedbackAsync(member, need, id, action)));
            }

            return string.Join('\n', answers);
        }

        static string Said((int Status, System.Text.Json.Nodes.JsonNode? Body) answer) => $"{answer.Status} {answer.Body?["code"]} {answer.Body?["detail"]}";
    }

    [Fact]
    public async Task Keywords_of_records_that_keep_the_reader_away_are_not_proposed()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, owner) = (MarketHost.MemberOf(Guid.NewGuid()), MarketHost.MemberOf(Guid.NewGuid()));
        await host.ExpertAsync(owner, keyword: "qzgraphene", avoid: Asker);

        // The visitor first: what was found for one reader must not be kept for another.
        Assert.Equal("qzgraphene", await ProposedAsync(null));
        Assert.Null(await ProposedAsync(member));

        async Task<string?> ProposedAsync(Member? reader) => (string?)(await host.GetAsync(reader, "?q=qzgraphane")).Body!["didYouMean"];
    }

    [Theory]
    [InlineData(Disclosure.L0, Asker)]
    [InlineData(Disclosure.L2, null)]
    public async Task A_digest_leaves_out_what_was_closed_to_the_member_since_it_was_found(Disclosure level, string? avoid)
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        await host.SendAsync(member, HttpMethod.Post, "watches", new StartWatch(WatchSubject.Search, null, null, "密封结构 超导磁体", null, null, null, null));
        var owner = Guid.NewGuid();
        await host.AchievementAsync("auto-a001", owner);
        Assert.Empty(await host.ToldAsync());
        Assert.Equal(1, await host.UseAsync(db => db.WatchHits.CountAsync(h => h.ToldAt == null)));

        await host.AchievementAsync("auto-a001", owner, level: level, avoid: avoid is null ? [] : [avoid]);
        host.Clock.Ahead = TimeSpan.FromDays(7);
        await Probe.Until(() => host.UseAsync(async db => !await db.WatchHits.AnyAsync(h => h.ToldAt == null)), "the digest was made");

        Assert.Empty(await host.ToldAsync());
    }
}
