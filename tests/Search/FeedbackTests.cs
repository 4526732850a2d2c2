using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Feedback;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Search.Tests;

public sealed class FeedbackTests
{
    private const string Need = "auto-n08";

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_hidden_partner_leaves_the_owners_list_and_comes_back_when_it_is_taken_back(DatabaseKind kind)
    {
        await using var host = await MarketHost.StartAsync(kind);
        var (member, need) = await PrepareAsync(host);
        var first = (await host.SuggestionsAsync(member, need))[0].Id;

        var (status, state) = await host.FeedbackAsync(member, need, first, FeedbackAction.Hidden, "route");
        Assert.Equal((200, "hidden", "route"), (status, (string?)state!["state"], (string?)state["reason"]));
        Assert.DoesNotContain(await host.SuggestionsAsync(member, need), s => s.Id == first);
        var colleague = MarketHost.MemberOf(member.Organisation);
        Assert.DoesNotContain(await host.SuggestionsAsync(colleague, need), s => s.Id == first);
        Assert.Equal("hidden", (string?)(await host.GetAsync(member, $"suggestions/need/{need}/why/{first}")).Body!["code"]);
        var hidden = (await host.GetAsync(member, "saved?state=hidden")).Body!["items"]!.AsArray();
        Assert.Equal((first.ToString(), "技术路线不对"), ((string?)hidden.Single()!["id"], (string?)hidden.Single()!["reason"]));

        Assert.Equal("none", (string?)(await host.FeedbackAsync(colleague, need, first, FeedbackAction.Shown)).Body!["state"]);
        Assert.Equal(first, (await host.SuggestionsAsync(member, need))[0].Id);
    }

    [Fact]
    public async Task A_mark_that_is_changed_to_and_fro_stays_as_it_is_in_the_end()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var partners = await host.SuggestionsAsync(member, need);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await host.FeedbackAsync(member, need, partners[0].Id, i % 2 == 0 ? FeedbackAction.Saved : FeedbackAction.Shown)).Status);
        }

        var (status, refused) = await host.FeedbackAsync(member, need, partners[0].Id, FeedbackAction.Saved);
        Assert.Equal((409, "too-many-marks"), (status, (string?)refused!["code"]));
        Assert.Equal(20, await host.UseAsync(db => db.Feedback.CountAsync()));
        Assert.Equal(200, (await host.FeedbackAsync(member, need, partners[0].Id, FeedbackAction.Shown)).Status);
        Assert.Equal(200, (await host.FeedbackAsync(member, need, partners[1].Id, FeedbackAction.Saved)).Status);
    }

    [Fact]
    public async Task Both_sides_read_the_same_chance_of_a_pair()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        // Latent semantics may be learned again in between, which changes all chances: then both are read once more.
        var asked = 0;
        await Probe.Until(async () =>
        {
            asked = 0;
            // Chances that are alone in their list were not pooled with their neighbours'.
            foreach (var partner in (await host.SuggestionsAsync(member, need)).GroupBy(s => s.Score).Where(g => g.Count() == 1).Select(g => g.Single()))
            {
                var owner = MarketHost.MemberOf(await host.UseAsync(db => db.Documents.Where(d => d.Id == partner.Id).Select(d => d.OrganisationId).SingleAsync()), Roles.Liaison);
                var list = (await host.GetAsync(owner, $"suggestions/achievement/{partner.Id}?for=need")).Body!["items"]!.AsArray();
                if (list.SingleOrDefault(i => (string?)i!["id"] == need.ToString()) is { } seen)
                {
                    asked++;
                    if (Math.Abs(partner.Score - (double)seen["score"]!) > 0.001)
                    {
                        return false;
                    }
                }
            }

            return true;
        }, "both sides read the same");
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task Saved_partners_are_listed_for_the_organisation_and_nobody_else()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var list = await host.SuggestionsAsync(member, need);
        await host.FeedbackAsync(member, need, list[0].Id, FeedbackAction.Saved);
        await host.FeedbackAsync(member, need, list[2].Id, FeedbackAction.Saved);

        var page = (await host.GetAsync(MarketHost.MemberOf(member.Organisation), "saved?size=1")).Body!;
        Assert.Equal((2, list[2].Id.ToString()), (page["total"]!.GetValue<int>(), (string?)page["items"]![0]!["id"]));
        Assert.Equal(list[2].Title, (string?)page["items"]![0]!["title"]);
        Assert.True((await host.SuggestionsAsync(member, need))[0].Saved);
        Assert.Equal(0, (await host.GetAsync(MarketHost.MemberOf(Guid.NewGuid()), "saved")).Body!["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_partner_that_was_withdrawn_stays_listed_without_its_title()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var saved = (await host.SuggestionsAsync(member, need))[0];
        await host.FeedbackAsync(member, need, saved.Id, FeedbackAction.Saved);

        await host.WithdrawAsync(saved.Id);

        var item = (await host.GetAsync(member, "saved")).Body!["items"]![0]!;
        Assert.Equal((false, ""), (item["open"]!.GetValue<bool>(), (string?)item["title"]));
        Assert.Equal(404, (await host.FeedbackAsync(member, need, saved.Id, FeedbackAction.Hidden)).Status);
        Assert.Equal(200, (await host.FeedbackAsync(member, need, saved.Id, FeedbackAction.Shown)).Status);
    }

    [Fact]
    public async Task Only_members_of_the_owner_give_feedback_and_only_on_partners()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var other = (await host.SuggestionsAsync(member, need))[0].Id;
        var another = await host.NeedAsync("auto-n02", Guid.NewGuid());
        var keepsAway = await host.AchievementAsync("chem-a001", Guid.NewGuid(), avoid: "某企业");

        Assert.Equal(404, (await host.FeedbackAsync(MarketHost.MemberOf(Guid.NewGuid()), need, other, FeedbackAction.Saved)).Status);
        Assert.Equal(404, (await host.FeedbackAsync(MarketHost.MemberOf(Guid.NewGuid(), Roles.Organizer), need, other, FeedbackAction.Saved)).Status);
        Assert.Equal(400, (await host.FeedbackAsync(member, need, another, FeedbackAction.Saved)).Status);
        Assert.Equal(404, (await host.FeedbackAsync(member, need, keepsAway, FeedbackAction.Saved)).Status);
        Assert.Equal(404, (await host.FeedbackAsync(member, need, Guid.NewGuid(), FeedbackAction.Saved)).Status);
        Assert.Equal(400, (await host.FeedbackAsync(member, need, other, FeedbackAction.Hidden, "ugly")).Status);
        Assert.Equal(400, (await host.FeedbackAsync(member, need, other, FeedbackAction.Saved, "route")).Status);
        Assert.Equal(0, await host.UseAsync(db => db.Feedback.CountAsync()));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_same_act_is_written_down_once_even_when_it_comes_at_once(DatabaseKind kind)
    {
        await using var host = await MarketHost.StartAsync(kind);
        var (member, need) = await PrepareAsync(host);
        var other = (await host.SuggestionsAsync(member, need))[1].Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => host.FeedbackAsync(member, need, other, FeedbackAction.Saved, key: i % 2 == 0 ? "one" : null)));

        Assert.All(answers, a => Assert.Equal((200, "saved"), (a.Status, (string?)a.Body!["state"])));
        Assert.Equal(1, await host.UseAsync(db => db.Feedback.CountAsync()));
        await host.FeedbackAsync(member, need, other, FeedbackAction.Clicked);
        await host.FeedbackAsync(member, need, other, FeedbackAction.Clicked);
        Assert.Equal(2, await host.UseAsync(db => db.Feedback.CountAsync()));
    }

    [Fact]
    public async Task An_entry_holds_the_signals_and_the_blend_that_ranked_the_list()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var list = await host.SuggestionsAsync(member, need);
        await host.FeedbackAsync(member, need, list[4].Id, FeedbackAction.Saved);

        var entry = await host.UseAsync(db => db.Feedback.SingleAsync());
        var context = FeedbackContext.Read(entry.Context);
        Assert.Equal(new StoredBlend(2.5, 1, 0.3, 1.2), context.Blend);
        Assert.Equal(list.Take(5).Select(s => s.Id), context.List.Take(5).Select(p => p.Id));
        Assert.All(context.List, p => Assert.True(p.Signals.Own >= 0 && p.Signals.Late is null));
        Assert.Equal((member.Organisation, member.Account), (entry.OrganisationId, entry.AccountId!.Value));
    }

    [Fact]
    public async Task An_interest_that_is_answered_is_feedback_on_the_senders_list()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var other = (await host.SuggestionsAsync(member, need))[1].Id;
        var interest = Guid.NewGuid();
        InterestChanged Fact(long version, InterestStatus status, Guid? own) => new(interest, version, host.Clock.Now, new InterestSnapshot(
            "I-1", status, RecordKind.Achievement, other, "成果", RecordKind.Need, own, member.Organisation, member.Account, Guid.NewGuid(), null, null));

        await host.TellAsync(Fact(1, InterestStatus.Sent, need));
        await host.TellAsync(Fact(2, InterestStatus.Accepted, need));
        // A recorded non-disclosure agreement is another version of the accepted interest.
        await host.TellAsync(Fact(3, InterestStatus.Accepted, need));
        await host.TellAsync(Fact(4, InterestStatus.Declined, null));

        await Probe.Until(() => host.UseAsync(db => db.Feedback.AnyAsync()), "the acceptance is written down");
        await host.HandledAsync();
        var entry = await host.UseAsync(db => db.Feedback.SingleAsync());
        Assert.Equal((need, other, FeedbackKind.Accepted, member.Organisation), (entry.SourceId, entry.OtherId, entry.Action, entry.OrganisationId));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Replaying_the_stored_feedback_gives_the_weights_that_are_stored(DatabaseKind kind)
    {
        await using var host = await MarketHost.StartAsync(kind);
        var (member, need) = await PrepareAsync(host);
        var list = await host.SuggestionsAsync(member, need);
        await host.FeedbackAsync(member, need, list[0].Id, FeedbackAction.Hidden, "route");
        await host.FeedbackAsync(member, need, list[6].Id, FeedbackAction.Saved);
        await host.FeedbackAsync(member, need, list[4].Id, FeedbackAction.Clicked);
        await host.LearnAsync();
        Assert.Equal(0, (await StateAsync(host)).Feedback);

        host.Clock.Ahead = BlendLearner.UndoWindow + TimeSpan.FromMinutes(2);
        await host.LearnAsync();
        await host.FeedbackAsync(member, need, list[7].Id, FeedbackAction.Saved);
        host.Clock.Ahead *= 2;
        await host.LearnAsync();

        var state = await StateAsync(host);
        Assert.True(state.Pairs > 5, $"{state.Pairs} pairs");
        Assert.NotEqual(state.Offline, state.Learned);
        Assert.Equal(state.Adopted ? state.Learned : state.Offline, state.Current);
        Assert.Equal(state.Adopted, state.Guard!.Learned >= state.Guard.Offline - 1e-9);
        Assert.InRange(state.Guard.Offline, 0.7, 1);
        var output = new StringWriter();
        Assert.Equal(0, await ReplayCommand.RunAsync(host.Args, output));
        Assert.Equal(2, output.ToString().Split(state.Hash).Length - 1);
    }

    [Fact]
    public async Task What_is_taken_back_at_once_or_is_no_fault_of_the_ranking_teaches_nothing()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, need) = await PrepareAsync(host);
        var list = await host.SuggestionsAsync(member, need);
        await host.FeedbackAsync(member, need, list[3].Id, FeedbackAction.Saved);
        await host.FeedbackAsync(member, need, list[3].Id, FeedbackAction.Shown);
        await host.FeedbackAsync(member, need, list[0].Id, FeedbackAction.Hidden, "contacted");

        host.Clock.Ahead = BlendLearner.UndoWindow + TimeSpan.FromMinutes(2);
        await host.LearnAsync();

        var state = await StateAsync(host);
        Assert.Equal((0, 0, 0), (state.Feedback, state.Pairs, state.Waiting));
        Assert.Equal(state.Offline, state.Current);
    }

    [Fact]
    public async Task Only_the_operator_reads_the_weights()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        Assert.Equal(403, (await host.GetAsync(MarketHost.MemberOf(Guid.NewGuid()), "blend")).Status);
        Assert.Equal(200, (await host.GetAsync(MarketHost.MemberOf(Guid.NewGuid(), Roles.Operator), "blend")).Status);
    }

    private static async Task<BlendState> StateAsync(MarketHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await host.UseAsync(db => host.Services.GetRequiredService<BlendLearner>().StateAsync(db, default));
    }

    private static async Task<(Member Member, Guid Need)> PrepareAsync(MarketHost host)
    {
        // Three records each: nobody is a newcomer, so that places are those of the scores.
        var owners = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();
        await host.AchievementsAsync("auto", owners);
        await host.VariantsAsync("auto-a037", 8, owners);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        return (member, await host.NeedAsync(Need, member.Organisation));
    }
}
