using CsCheck;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Tests;

public sealed class EvidenceTests
{
    private static readonly Gen<string> Texts =
        Gen.OneOfConst("轴承", "漏油", "密封", "的", "，", "。", "bearing", "20CrMnTi", "150℃", " ", "软磁", "\ud83d\ude00", "；", "\n").Array[0, 60].Select(string.Concat);

    [Fact]
    public void Marks_lie_inside_the_text_in_order_and_do_not_overlap() =>
        Gen.Select(Texts, Texts).Sample((text, other) =>
        {
            var marked = EvidenceFinder.Mark(text, TextAnalyzer.Analyze(text), TextAnalyzer.Analyze(other).Select(t => t.Text).ToHashSet());
            LieInside(marked);
            // A window with an ellipsis at each end; a text in which nothing is marked has nothing to be cut around.
            Assert.True(marked.Marks.Count == 0 || marked.Text.Length <= 92, marked.Text);
        }, iter: 2000);

    [Fact]
    public void Every_mark_is_a_word_that_is_shared() =>
        Gen.Select(Texts, Texts).Sample((text, other) =>
        {
            var shared = TextAnalyzer.Analyze(other).Select(t => t.Text).ToHashSet();
            var marked = EvidenceFinder.Mark(text, TextAnalyzer.Analyze(text), shared);
            Assert.All(marked.Marks, m => Assert.Contains(TextAnalyzer.Analyze(marked.Text.Substring(m.Start, m.Length)), t => shared.Contains(t.Text)));
        });

    [Fact]
    public void A_long_passage_is_cut_around_its_first_mark()
    {
        var text = new string('甲', 200) + "密封圈漏油" + new string('乙', 200);
        var marked = EvidenceFinder.Mark(text, TextAnalyzer.Analyze(text), new HashSet<string> { "密封", "封圈" });
        Assert.StartsWith("…", marked.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", marked.Text, StringComparison.Ordinal);
        Assert.Equal(["密封圈"], marked.Marks.Select(m => marked.Text.Substring(m.Start, m.Length)));
    }

    [Fact]
    public void Evidence_of_any_two_records_is_whole() => Gen.Select(Texts, Texts, Texts).Sample((a, b, c) =>
    {
        var (yours, theirs) = (Documents.Need(a, b), Documents.Achievement(c, a));
        var evidence = Finder().Between(yours, theirs);
        Assert.True(evidence.Passages.Count <= 2);
        Assert.All(evidence.Passages.SelectMany(p => new[] { p.Yours, p.Theirs }), LieInside);
        var shares = evidence.FieldShares.Values.Sum();
        Assert.True(Math.Abs(shares) < 1e-9 || Math.Abs(shares - 1) < 1e-9, $"{shares}");
    });

    [Fact]
    public void Strangers_share_nothing() => Assert.Empty(
        Finder().Between(Documents.Need("轴承密封漏油", "泥水进入后唇口磨损"), Documents.Achievement("发酵菌种选育", "代谢通量")).Passages);

    [Fact]
    public void Passages_quote_both_sides_where_they_say_the_same()
    {
        var need = Documents.Need("轮毂单元进水", "泥水台架只能跑十四个循环。客户等得很急。");
        var achievement = Documents.Achievement("多唇密封", "我们很早就开始做。泥水台架达到三十四个循环不进水。");
        var pair = Finder().Between(need, achievement).Passages[0];
        Assert.Equal(("泥水台架只能跑十四个循环", "泥水台架达到三十四个循环不进水"), (pair.Yours.Text, pair.Theirs.Text));
        Assert.Equal("泥水台架", Marked(pair.Yours, 0));
    }

    [Fact]
    public void Passages_quote_both_sides_where_the_lexicon_translates_one_into_the_other()
    {
        var need = Documents.Need("壳体喷涂", "客户投诉产品掉漆。");
        var achievement = Documents.Achievement("前处理工艺", "显著提高漆膜附着力。");
        var pair = Finder(TermLexicon.Load()).Between(need, achievement).Passages[0];
        Assert.Equal(("掉漆", "漆膜附着力"), (Marked(pair.Yours, 0), Marked(pair.Theirs, 0)));
    }

    private static EvidenceFinder Finder(TermLexicon? lexicon = null) => new(
        new TokenStatistics(100, new Dictionary<string, int>()), new TranslationModel(lexicon ?? TermLexicon.Empty), toAcademic: true);

    private static string Marked(MarkedText text, int mark) => text.Text.Substring(text.Marks[mark].Start, text.Marks[mark].Length);

    private static void LieInside(MarkedText text)
    {
        var end = 0;
        foreach (var mark in text.Marks)
        {
            Assert.True(mark.Start >= end && mark.Length > 0 && mark.Start + mark.Length <= text.Text.Length, $"{mark} in '{text.Text}'");
            end = mark.Start + mark.Length;
        }
    }
}
