using CsCheck;
using Matchmaking.Search.Analysis;

namespace Matchmaking.Search.Tests;

public sealed class TextAnalyzerTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
        (4, Gen.OneOfConst(
            "轴", "承", "的", "漏", "軸", "ab", "Running", "20CrMnTi", "0.5%", "150℃", "Al2O3", "℃", "%", ".", "-", " ", "　", "，", "Ａ", "９", "．", "％", "μm", "µ", "°C",
            "\ud83d\ude00", "\ud800", "ア", "豈", "the", "\0", "\n").Array[0, 30].Select(string.Concat)),
        (1, Gen.String));

    [Theory]
    [InlineData("ＡＬ２Ｏ３", "al2o3")] // width
    [InlineData("Al2O3", "al2o3")] // case
    [InlineData("20CrMnTi", "20crmnti")]
    [InlineData("0.5%", "0.5%")]
    [InlineData("０．５％", "0.5%")]
    [InlineData("150℃", "150℃")]
    [InlineData("12μm", "12μm")]
    [InlineData("12µm", "12μm")] // the micro sign is a letter of its own
    [InlineData("bearings", "bear")]
    [InlineData("Lubricating", "lubric")]
    public void A_word_a_figure_or_a_formula_is_one_token(string text, string token) => Assert.Equal([token], Words(text));

    [Theory]
    [InlineData("軸承漏油", "轴承漏油")]
    [InlineData("機械設計", "机械设计")]
    [InlineData("潤滑脂壽命", "润滑脂寿命")]
    [InlineData("電機絕緣", "电机绝缘")]
    public void Traditional_is_simplified(string traditional, string simplified) => Assert.Equal(Words(simplified), Words(traditional));

    [Fact]
    public void Chinese_gives_characters_and_pairs() =>
        Assert.Equal(["轴", "轴承", "承", "承漏", "漏", "漏油", "油"], Words("轴承漏油"));

    [Fact]
    public void Function_words_are_left_out_and_join_nothing() =>
        Assert.Equal(["轴", "轴承", "承", "密", "密封", "封"], Words("轴承的密封"));

    [Fact]
    public void English_function_words_are_left_out() => Assert.Equal(["seal", "bear"], Words("the seal of the bearing"));

    [Fact]
    public void A_point_at_the_end_of_a_sentence_belongs_to_no_word() => Assert.Equal(["seal", "oil"], Words("seal. Oil."));

    [Fact]
    public void Languages_side_by_side_are_told_apart() => Assert.Equal(["tc4", "钛", "钛合", "合", "合金", "金", "3d", "打", "打印", "印"], Words("TC4钛合金3D打印"));

    [Fact]
    public void Nothing_gives_nothing()
    {
        Assert.Empty(TextAnalyzer.Analyze(null));
        Assert.Empty(TextAnalyzer.Analyze(""));
        Assert.Empty(TextAnalyzer.Analyze(" ，。！— ＊"));
    }

    [Fact]
    public void Every_token_lies_inside_its_text_in_order_of_start() => Texts.Sample(text =>
    {
        var last = 0;
        foreach (var token in TextAnalyzer.Analyze(text))
        {
            Assert.True(token.Start >= last && token.Length > 0 && token.Start + token.Length <= text.Length, $"{token}");
            Assert.NotEqual("", token.Text);
            last = token.Start;
        }
    });

    [Fact]
    public void A_token_that_is_no_stem_is_the_folded_text_at_its_place() => Texts.Sample(text =>
        Assert.All(TextAnalyzer.Analyze(text), t =>
        {
            var there = TextAnalyzer.Normalize(text.Substring(t.Start, t.Length));
            Assert.True(there == t.Text || there.All(char.IsAsciiLetter), $"'{t.Text}' at '{there}'");
        }));

    [Fact]
    public void Analysis_does_not_see_width_case_or_script_twice() => Texts.Sample(text =>
        Words(text).SequenceEqual(Words(TextAnalyzer.Normalize(text))));

    [Fact]
    public void Folding_keeps_the_length() => Texts.Sample(text => TextAnalyzer.Normalize(text).Length == text.Length);

    private static List<string> Words(string text) => [.. TextAnalyzer.Analyze(text).Select(t => t.Text)];
}
