using CsCheck;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;
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
            var marked = Evidence.Mark(text, TextAnalyzer.Analyze(text), TextAnalyzer.Analyze(other).Select(t => t.Text).ToHashSet());
            LieInside(marked);
            // A window with an ellipsis at each end; a text in which nothing is marked has nothing to be cut around.
            Assert.True(marked.Marks.Count == 0 || marked.Text.Length <= 92, marked.Text);
        }, iter: 2000);

    [Fact]
    public void Every_mark_is_a_word_that_is_shared() =>
        Gen.Select(Texts, Texts).Sample((text, other) =>
        {
            var shared = TextAnalyzer.Analyze(other).Select(t => t.Text).ToHashSet();
            var marked = Evidence.Mark(text, TextAnalyzer.Analyze(text), shared);
            Assert.All(marked.Marks, m => Assert.Contains(TextAnalyzer.Analyze(marked.Text.Substring(m.Start, m.Length)), t => shared.Contains(t.Text)));
        });

    [Fact]
    public void A_long_passage_is_cut_around_its_first_mark()
    {
        var text = new string('甲', 200) + "密封圈漏油" + new string('乙', 200);
        var marked = Evidence.Mark(text, TextAnalyzer.Analyze(text), new HashSet<string> { "密封", "封圈" });
        Assert.StartsWith("…", marked.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", marked.Text, StringComparison.Ordinal);
        Assert.Equal(["密封圈"], marked.Marks.Select(m => marked.Text.Substring(m.Start, m.Length)));
    }

    [Fact]
    public void Evidence_of_any_two_records_is_whole() => Gen.Select(Texts, Texts, Texts).Sample((a, b, c) =>
    {
        var (yours, theirs) = (Documents.Need(a, b), Documents.Achievement(c, a));
        var evidence = Evidence.Between(yours, theirs, new TokenStatistics(100, new Dictionary<string, int>()));
        Assert.InRange(evidence.Coverage, 0, 1.000001);
        Assert.True(evidence.Passages.Count <= 2);
        Assert.All(evidence.Passages.SelectMany(p => new[] { p.Yours, p.Theirs }), LieInside);
        var shares = evidence.FieldShares.Values.Sum();
        Assert.True(Math.Abs(shares) < 1e-9 || Math.Abs(shares - 1) < 1e-9, $"{shares}");
    });

    [Fact]
    public void A_record_covers_itself_and_strangers_share_nothing()
    {
        var need = Documents.Need("轴承密封漏油", "泥水进入后唇口磨损");
        var statistics = new TokenStatistics(100, new Dictionary<string, int>());
        Assert.Equal(1, Evidence.Between(need, need with { Id = Guid.NewGuid() }, statistics).Coverage, 6);
        var strange = Evidence.Between(need, Documents.Achievement("发酵菌种选育", "代谢通量"), statistics);
        Assert.Equal(0, strange.Coverage);
        Assert.Empty(strange.Passages);
    }

    [Fact]
    public void Passages_quote_both_sides_where_they_say_the_same()
    {
        var need = Documents.Need("轮毂单元进水", "泥水台架只能跑十四个循环。客户等得很急。");
        var achievement = Documents.Achievement("多唇密封", "我们很早就开始做。泥水台架达到三十四个循环不进水。");
        var pair = Evidence.Between(need, achievement, new TokenStatistics(100, new Dictionary<string, int>())).Passages[0];
        Assert.Equal(("泥水台架只能跑十四个循环", "泥水台架达到三十四个循环不进水"), (pair.Yours.Text, pair.Theirs.Text));
        Assert.Equal("泥水台架", pair.Yours.Text.Substring(pair.Yours.Marks[0].Start, pair.Yours.Marks[0].Length));
    }

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
