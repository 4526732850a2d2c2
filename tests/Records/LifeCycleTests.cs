using CsCheck;
using Matchmaking.Achievements.Domain;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Experts.Domain;
using Matchmaking.Needs.Domain;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Tests;

public sealed class NeedLifeCycleTests : LifeCycleTests<NeedStatus>
{
    protected override LifeCycle<NeedStatus> Cycle => NeedLifeCycle.All;

    protected override IEnumerable<NeedStatus> InTheBar => new NeedDefinition().Steps.SelectMany(s => s.Current);
}

public sealed class AchievementLifeCycleTests : LifeCycleTests<AchievementStatus>
{
    protected override LifeCycle<AchievementStatus> Cycle => AchievementLifeCycle.All;

    protected override IEnumerable<AchievementStatus> InTheBar => new AchievementDefinition(TimeProvider.System).Steps.SelectMany(s => s.Current);
}

public sealed class ExpertLifeCycleTests : LifeCycleTests<ExpertStatus>
{
    protected override LifeCycle<ExpertStatus> Cycle => ExpertLifeCycle.All;

    protected override IEnumerable<ExpertStatus> InTheBar => new ExpertDefinition().Steps.SelectMany(s => s.Current);
}

/// <summary>What holds of every life cycle, on the pure table.</summary>
public abstract class LifeCycleTests<TStatus>
    where TStatus : struct, Enum
{
    private static readonly Gen<Party> Parties = Gen.Int[0, 15].Select(i => (Party)i);

    protected abstract LifeCycle<TStatus> Cycle { get; }

    protected abstract IEnumerable<TStatus> InTheBar { get; }

    private static TStatus Draft => Enum.Parse<TStatus>("Draft");

    private string[] Verbs => [.. Cycle.Transitions.Select(t => t.Verb).Distinct()];

    [Fact]
    public void Random_verbs_by_random_parties_never_leave_the_table() =>
        Gen.Select(Gen.OneOfConst(Verbs), Parties).List[0, 40].Sample(steps =>
        {
            var (status, published) = (Draft, false);
            foreach (var (verb, party) in steps)
            {
                if (Cycle.Open(status, party).FirstOrDefault(t => t.Verb == verb) is { } transition)
                {
                    Assert.Contains(status, transition.From);
                    Assert.NotEqual(Party.None, transition.By & party);
                    published |= transition.Publishes;
                    status = transition.To;
                    Assert.True(published || !Cycle.Visible.Contains(status), $"{status} is open to others though nothing was published");
                }
            }
        });

    [Fact]
    public void Nobody_may_do_nothing_at_all() =>
        Assert.All(Enum.GetValues<TStatus>(), status => Assert.Empty(Cycle.Open(status, Party.None)));

    [Fact]
    public void Only_the_bureau_publishes()
    {
        Assert.Contains(Cycle.Transitions, t => t.Publishes);
        Assert.All(Cycle.Transitions.Where(t => t.Publishes), t => Assert.Equal(Party.Bureau, t.By));
    }

    [Fact]
    public void What_is_published_was_checked_whole()
    {
        // From a draft every way to the first publication passes a check of the content.
        var reached = Reach([Draft], t => !t.ChecksContent);
        Assert.All(Cycle.Transitions.Where(t => t.Publishes), t => Assert.Empty(t.From.Intersect(reached)));
    }

    [Fact]
    public void Every_status_can_be_reached() =>
        Assert.Equal(Enum.GetValues<TStatus>().Order(), Reach([Draft], _ => true).Order());

    [Fact]
    public void Whatever_was_decided_can_be_undone() =>
        Assert.All(Enum.GetValues<TStatus>(), s => Assert.Contains(Cycle.Transitions, t => t.From.Contains(s) && !t.To.Equals(s)));

    [Fact]
    public void The_bureau_can_take_down_whatever_is_open_to_others() =>
        Assert.All(Cycle.Visible, s => Assert.Contains(Cycle.Open(s, Party.Bureau), t => t.NeedsReason && !Cycle.Visible.Contains(t.To)));

    [Fact]
    public void A_person_and_not_only_a_timer_can_move_a_record_on() =>
        Assert.All(Enum.GetValues<TStatus>(), s =>
            Assert.Contains(Cycle.Open(s, Party.Owner | Party.Unit | Party.Bureau), t => !t.To.Equals(s)));

    [Fact]
    public void A_verb_means_one_thing_to_one_party_in_one_status()
    {
        foreach (var status in Enum.GetValues<TStatus>())
        {
            foreach (var party in new[] { Party.Owner, Party.Unit, Party.Bureau, Party.System })
            {
                Assert.Empty(Cycle.Open(status, party).GroupBy(t => t.Verb).Where(g => g.Count() > 1).Select(g => $"{status} {party} {g.Key}"));
            }
        }
    }

    [Fact]
    public void A_refusal_gives_its_reason()
    {
        string[] refusals = ["return", "reject", "withdraw", "merge", "unmerge", "take-down", "correct", "unit-return", "suspend", "remove"];
        Assert.All(Cycle.Transitions.Where(t => refusals.Contains(t.Verb)), t => Assert.True(t.NeedsReason, t.Verb));
    }

    [Fact]
    public void What_waits_for_the_bureau_has_a_deadline() =>
        Assert.All(Cycle.Transitions.Where(t => Cycle.Reviewed.Contains(t.To) && t.ChecksContent), t => Assert.True(t.NextWithin > 0, $"{t.Verb} to {t.To}"));

    [Fact]
    public void What_waits_for_the_bureau_can_be_decided_by_it() =>
        Assert.All(Cycle.Reviewed, s => Assert.NotEmpty(Cycle.Open(s, Party.Bureau)));

    [Fact]
    public void Nobody_edits_what_is_under_review_or_open_to_others()
    {
        Assert.Empty(Cycle.Editable.Intersect(Cycle.Reviewed));
        Assert.Empty(Cycle.Editable.Intersect(Cycle.Visible));
        Assert.Contains(Draft, Cycle.Editable);
    }

    [Fact]
    public void Every_status_stands_once_in_the_bar() =>
        Assert.Equal(Enum.GetValues<TStatus>().Order(), InTheBar.Order());

    [Fact]
    public void Every_transition_has_words_in_both_languages() =>
        Assert.All(Cycle.Transitions, t => Assert.DoesNotContain("", new[] { t.Label.Zh, t.Label.En, t.Sentence.Zh, t.Sentence.En }));

    private HashSet<TStatus> Reach(IEnumerable<TStatus> from, Func<Domain.Transition<TStatus>, bool> by)
    {
        HashSet<TStatus> reached = [.. from];
        while (Cycle.Transitions.Where(t => by(t) && t.From.Any(reached.Contains) && !reached.Contains(t.To)).ToList() is { Count: > 0 } more)
        {
            reached.UnionWith(more.Select(t => t.To));
        }

        return reached;
    }
}

public sealed class RevisionMoveTests
{
    [Fact]
    public void Random_moves_of_a_revision_never_leave_the_table() =>
        Gen.Select(Gen.OneOfConst([.. RevisionMoves.All.Select(m => m.Verb)]), Gen.Int[0, 15], Gen.Bool).List[0, 30].Sample(steps =>
        {
            var state = RevisionState.Draft;
            foreach (var (verb, party, visible) in steps)
            {
                var open = RevisionMoves.Open(state, visible, (Party)party).FirstOrDefault(m => m.Verb == verb);
                Assert.True(visible || open is null);
                if (open is not null)
                {
                    Assert.True(verb != RevisionMoves.Accept || (state == RevisionState.Submitted && ((Party)party & Party.Bureau) != 0));
                    state = open.To;
                    state = state == RevisionState.None ? RevisionState.Draft : state;
                }
            }
        });

    [Fact]
    public void Every_state_of_a_revision_has_a_way_out_for_the_owner() =>
        Assert.All([RevisionState.Draft, RevisionState.Submitted, RevisionState.Returned], s => Assert.NotEmpty(RevisionMoves.Open(s, true, Party.Owner)));

    [Fact]
    public void Only_the_bureau_accepts() =>
        Assert.All(RevisionMoves.All.Where(m => m.Verb is RevisionMoves.Accept or "return-revision"), m => Assert.Equal(Party.Bureau, m.By));
}
