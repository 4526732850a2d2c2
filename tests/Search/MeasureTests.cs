using CsCheck;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Features;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Tests;

public sealed class RankingMeasureTests
{
    private const int Digits = 6;
    private static readonly Dictionary<string, int> Grades = new() { ["a"] = 3, ["b"] = 2, ["c"] = 1, ["z"] = 0 };

    private static readonly Gen<string[]> Rankings = Gen.Shuffle(new[] { "a", "b", "c", "z", "u", "v" });

    // Gains 7, 3, 1 over log2(2), log2(3), log2(4): ideal 7 + 1.892789 + 0.5 = 9.392789.
    [Theory]
    [InlineData("a,b,c", 1.0)]
    [InlineData("c,b,a", 0.680606)] // (1 + 1.892789 + 3.5) / 9.392789
    [InlineData("u,a", 0.470202)] // 7 / log2(3) / 9.392789
    [InlineData("u,v,z", 0.0)]
    [InlineData("", 0.0)]
    public void Ndcg_by_hand(string ranking, double expected) => Assert.Equal(expected, RankingMeasures.Ndcg(List(ranking), Grades, 10), Digits);

    [Fact]
    public void Ndcg_cuts_both_ranking_and_ideal_at_its_depth()
    {
        Assert.Equal(1, RankingMeasures.Ndcg(List("a,b,u"), Grades, 2), Digits);
        Assert.Equal(3.0 / 7, RankingMeasures.Ndcg(List("b,a"), Grades, 1), Digits);
    }

    [Theory]
    [InlineData("a,b,c", 10, 1.0)]
    [InlineData("a,u,v", 10, 0.333333)]
    [InlineData("u,v,a,b", 2, 0.0)]
    [InlineData("u,v,a,b", 4, 0.666667)]
    [InlineData("z", 10, 0.0)] // judged, but not relevant
    public void Recall_by_hand(string ranking, int depth, double expected) => Assert.Equal(expected, RankingMeasures.Recall(List(ranking), Grades, depth), Digits);

    [Theory]
    [InlineData("a", 10, 1.0)]
    [InlineData("u,c", 10, 0.5)]
    [InlineData("u,z,v,b", 10, 0.25)]
    [InlineData("u,z,v,b", 3, 0.0)]
    [InlineData("", 10, 0.0)]
    public void Reciprocal_rank_by_hand(string ranking, int depth, double expected) =>
        Assert.Equal(expected, RankingMeasures.ReciprocalRank(List(ranking), Grades, depth), Digits);

    [Fact]
    public void Without_anything_relevant_all_measures_are_nothing()
    {
        Dictionary<string, int> none = new() { ["a"] = 0 };
        Assert.Equal((0, 0, 0), (RankingMeasures.Ndcg(["a"], none, 10), RankingMeasures.Recall(["a"], none, 10), RankingMeasures.ReciprocalRank(["a"], none, 10)));
    }

    [Fact]
    public void Measures_lie_between_nothing_and_all() => Gen.Select(Rankings, Gen.Int[1, 8]).Sample((ranking, depth) =>
        new[] { RankingMeasures.Ndcg(ranking, Grades, depth), RankingMeasures.Recall(ranking, Grades, depth), RankingMeasures.ReciprocalRank(ranking, Grades, depth) }
            .All(m => m is >= 0 and <= 1 + 1e-12));

    [Fact]
    public void A_better_document_one_place_up_never_lowers_ndcg() => Gen.Select(Rankings, Gen.Int[0, 4]).Sample((ranking, i) =>
    {
        var (upper, lower) = (Grades.GetValueOrDefault(ranking[i]), Grades.GetValueOrDefault(ranking[i + 1]));
        string[] swapped = [.. ranking];
        (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
        return lower <= upper || RankingMeasures.Ndcg(swapped, Grades, 10) >= RankingMeasures.Ndcg(ranking, Grades, 10);
    });

    private static string[] List(string ranking) => ranking.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

public sealed class CalibrationTests
{
    private static readonly Gen<Signals> Any = Gen.Select(Gen.Double[0, 2], Gen.Double[0, 2], Gen.Double[-1, 1], Gen.Bool).Select(
        (own, translated, latent, model) => new Signals(own, translated, latent, model ? 0.6 : double.NaN, model ? 0.6 : double.NaN));

    [Fact]
    public void More_evidence_never_lowers_the_chance() => Gen.Select(Any, Gen.Double[0, 1]).Sample((signals, more) =>
    {
        var chance = Calibration.ChanceOf(signals);
        return chance is >= 0 and <= 1
            && Calibration.ChanceOf(signals with { Own = signals.Own + more }) >= chance
            && Calibration.ChanceOf(signals with { Translated = signals.Translated + more }) >= chance;
    });

    [Fact]
    public void Chances_of_a_ranking_fall_and_keep_their_sum() => Gen.Double[0, 1].Array[0, 30].Sample(chances =>
    {
        var falling = Calibration.Falling(chances);
        return falling.Count == chances.Length && Math.Abs(falling.Sum() - chances.Sum()) < 1e-9
            && falling.Zip(falling.Skip(1)).All(p => p.First >= p.Second - 1e-12);
    });

    [Fact]
    public void Without_anything_in_common_nothing_is_worth_showing()
    {
        Assert.True(Calibration.ChanceOf(new Signals(0, 0, 0, double.NaN, double.NaN)) < Calibration.WorthShowing);
        Assert.True(Calibration.ChanceOf(new Signals(0, 0, 0, 0.3, 0.2)) < Calibration.WorthShowing);
    }
}

public sealed class KeywordSpellingTests
{
    private static readonly Gen<string> Words = Gen.Char["abcd轴承密封"].Array[0, 8].Select(c => new string(c));

    [Theory]
    [InlineData("轴承", "轴承", true)]
    [InlineData("轴承", "轴成", true)] // replaced
    [InlineData("密封圈", "密封", true)] // dropped
    [InlineData("密封", "密闭封", true)] // added
    [InlineData("bearing", "baering", true)] // swapped
    [InlineData("bearing", "beraign", false)]
    [InlineData("轴承", "密封", false)]
    [InlineData("abc", "cba", false)]
    [InlineData("abcd", "ab", false)]
    [InlineData("", "a", true)]
    [InlineData("aab", "aba", true)]
    [InlineData("aabb", "abab", true)]
    public void Known_pairs(string a, string b, bool apart) => Assert.Equal(apart, KeywordSpelling.IsOneApart(a, b));

    [Fact]
    public void It_does_not_matter_which_comes_first() =>
        Gen.Select(Words, Words).Sample((a, b) => KeywordSpelling.IsOneApart(a, b) == KeywordSpelling.IsOneApart(b, a));

    [Fact]
    public void Every_single_slip_is_forgiven() => Gen.Select(Words, Gen.Int[0, 7], Gen.Int[0, 3], Gen.Char["xyz"]).Sample((word, at, kind, c) =>
    {
        at = Math.Min(at, Math.Max(0, word.Length - 1));
        var slip = kind switch
        {
            0 => word.Insert(at, c.ToString()),
            1 => word.Length > 0 ? word.Remove(at, 1) : word,
            2 => word.Length > 0 ? word[..at] + c + word[(at + 1)..] : word,
            _ => at + 1 < word.Length ? word[..at] + word[at + 1] + word[at] + word[(at + 2)..] : word,
        };
        return KeywordSpelling.IsOneApart(word, slip);
    });

    [Fact]
    public void Two_slips_are_not() => Words.Sample(word => !KeywordSpelling.IsOneApart(word, "x" + word + "y") && !KeywordSpelling.IsOneApart(word, word + "xy"));
}
