using CsCheck;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Tests;

public sealed class LearnerTests
{
    private static readonly Blend Offline = new();

    private static readonly Gen<SignalParts> Parts = Gen.Select(Gen.Double[-2, 2], Gen.Double[-2, 2], Gen.Double[-2, 2], Gen.Double[-2, 2], Gen.Double[-2, 2])
        .Select((a, b, c, d, e) => new SignalParts(a, b, c, d, e));

    private static readonly Gen<FeedbackContext> Contexts = Gen.Select(Parts, Gen.Int[-1, 1]).Array[1, 12].Select(list => new FeedbackContext(
        StoredBlend.Of(Offline), 20, [.. list.Select((p, i) => new ListedPartner(Guid.Parse($"00000000-0000-0000-0000-{i:d12}"), i + 1, new(0, 0, 0, null, null), p.Item1, p.Item2))]));

    private static readonly Gen<FeedbackKind> Kinds = Gen.OneOfConst(FeedbackKind.Clicked, FeedbackKind.Saved, FeedbackKind.Hidden, FeedbackKind.Accepted, FeedbackKind.Declined);

    [Fact]
    public void Factors_stay_within_their_bounds_whatever_happens() =>
        Gen.Select(Contexts, Kinds, Gen.Int[0, 11]).Array[1, 400].Sample(acts =>
        {
            var factors = acts.Aggregate(Factors.None, (f, a) => Step(f, a.Item1, a.Item2, a.Item3));
            return new[] { factors.Translation, factors.Latent, factors.Sentence, factors.Late }.All(f => f is >= PairwiseLearner.Least and <= PairwiseLearner.Most);
        }, iter: 50);

    [Fact]
    public void The_same_acts_in_the_same_order_give_the_same_factors() =>
        Gen.Select(Contexts, Kinds, Gen.Int[0, 11]).Array[1, 50].Sample(acts =>
            acts.Aggregate(Factors.None, (f, a) => Step(f, a.Item1, a.Item2, a.Item3)) == acts.Aggregate(Factors.None, (f, a) => Step(f, FeedbackContext.Read(a.Item1.Write()), a.Item2, a.Item3)));

    [Fact]
    public void A_signal_that_speaks_for_what_people_take_up_gains_weight_and_one_that_speaks_against_it_loses()
    {
        var (taken, passed) = (Partner(2, new(0, 1, -1, 0, 0)), Partner(1, new(0, -1, 1, 0, 0)));
        var (factors, pairs) = PairwiseLearner.Step(Factors.None, Offline, new(StoredBlend.Of(Offline), 20, [passed, taken]), taken.Id, FeedbackKind.Saved, null);
        Assert.Equal(1, pairs);
        Assert.True(factors.Translation > 1 && factors.Latent < 1);
        Assert.Equal((1, 1), (factors.Sentence, factors.Late));
    }

    [Fact]
    public void The_first_of_the_list_was_preferred_over_nobody() =>
        Assert.Equal(0, PairwiseLearner.Step(
            Factors.None, Offline, new(StoredBlend.Of(Offline), 20, [Partner(1, new(0, 1, 0, 0, 0)), Partner(2, new(0, 0, 1, 0, 0))]),
            Partner(1, default).Id, FeedbackKind.Clicked, null).Pairs);

    private static Factors Step(Factors factors, FeedbackContext context, FeedbackKind kind, int place) =>
        PairwiseLearner.Step(factors, Offline, context, context.List[place % context.List.Count].Id, kind, null).Factors;

    private static ListedPartner Partner(int place, SignalParts parts) => new(Guid.Parse($"00000000-0000-0000-0000-{place:d12}"), place, new(0, 0, 0, null, null), parts, 0);
}
