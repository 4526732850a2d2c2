using CsCheck;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Tests;

public sealed class RankingTests
{
    private static readonly Gen<string> Texts = Gen.Char["轴承密封漏油泥水abc 20CrMnTi，。"].Array[0, 60].Select(c => new string(c));

    private static readonly Gen<Signals> AnySignals = Gen.Select(Gen.Double[0, 2], Gen.Double[0, 1], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Bool).Select(
        (own, translated, latent, vector, model) => new Signals(own, translated, latent, model ? vector : double.NaN, model ? vector : double.NaN));

    [Fact]
    public void A_bag_survives_its_stored_form() => Texts.Sample(text =>
    {
        var bag = TokenBag.Of(text);
        var read = TokenBag.FromBytes(bag.ToBytes());
        return read.Tokens.SequenceEqual(bag.Tokens) && read.Length == bag.Length && read.Words == bag.Words
            && Enumerable.Range(0, bag.Tokens.Count).All(i => read.CountAt(i) == bag.CountAt(i) && read.CountOf(bag.Tokens[i]) == bag.CountAt(i));
    });

    [Fact]
    public void Token_numbers_are_those_of_every_process() =>
        Assert.Equal((0x2B24D044u, 0x16CCCE39u), (TokenBag.IdOf("a"), TokenBag.IdOf("轴承")));

    [Fact]
    public void A_score_is_the_sum_of_its_parts_and_a_constant_added_to_a_signal_changes_none() =>
        Gen.Select(AnySignals.Array[2, 30], Gen.Double[-0.5, 0.5], Gen.Int[0, 50], Gen.Double[0, 80]).Sample((signals, shift, words, length) =>
        {
            var blend = new Blend();
            var one = blend.Score(signals, words, length);
            var other = blend.Score([.. signals.Select(s => s with { Own = s.Own + shift, Latent = s.Latent + shift, Late = s.Late + shift })], words, length);
            return one.Zip(other).All(p => Math.Abs(p.First.Sum - p.Second.Sum) < 1e-6);
        });

    [Fact]
    public void A_candidate_without_vectors_counts_as_the_mean_of_those_with()
    {
        var parts = new Blend().Score(
            [new(0.1, 0, 0, 0.9, 0.9), new(0.1, 0, 0, 0.1, 0.1), new(0.1, 0, 0, double.NaN, double.NaN)], 20, 40);
        Assert.Equal((0.0, 0.0), (parts[2].Sentence, parts[2].Late));
        Assert.True(parts[0].Sum > parts[2].Sum && parts[2].Sum > parts[1].Sum);
    }

    [Fact]
    public void Latent_semantics_brings_together_what_keeps_the_same_company()
    {
        string[] seals = ["密封圈老化渗漏", "密封圈磨损渗漏", "油封老化渗漏", "油封磨损渗漏"];
        string[] yeasts = ["菌种发酵产率", "菌种培养产率", "酵母发酵产率", "酵母培养产率"];
        var model = LatentModel.Train([.. seals.Concat(yeasts).Select(TokenBag.Of)], 3);
        Assert.True(Cosine(model, "密封圈", "油封") > 0.5);
        Assert.True(Cosine(model, "密封圈", "酵母") < 0.2);
        Assert.Equal(0, Cosine(model, "密封圈", "全然未见"));
    }

    [Fact]
    public void The_same_texts_teach_the_same()
    {
        TokenBag[] texts = [.. Enumerable.Range(0, 40).Select(i => TokenBag.Of($"轴承密封{i % 7}号 磨损{i % 3} 渗漏"))];
        var (one, other) = (LatentModel.Train(texts, 10), LatentModel.Train(texts, 10));
        Assert.Equal(one.VectorOf(texts[3]), other.VectorOf(texts[3]));
    }

    [Fact]
    public void Nothing_teaches_nothing()
    {
        Assert.Equal(0, LatentModel.Train([], 10).Dimensions);
        Assert.Empty(LatentModel.Train([TokenBag.Of("轴承")], 10).VectorOf(TokenBag.Of("轴承")));
    }

    private static double Cosine(LatentModel model, string one, string other) =>
        model.VectorOf(TokenBag.Of(one)).Zip(model.VectorOf(TokenBag.Of(other)), (a, b) => a * b).Sum();
}
