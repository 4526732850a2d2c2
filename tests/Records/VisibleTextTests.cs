using System.Text;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Needs.Domain;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Tests;

/// <summary>What reads the same is the same, however it is written.</summary>
public sealed class VisibleTextTests
{
    private static readonly KnownOrganisation Owner = new() { Id = Guid.NewGuid(), Name = "云浦恒朔轴承（集团）有限公司", ShortName = "恒朔ABC轴承" };

    public static TheoryData<string> Disguised =>
    [
        "恒朔ABC轴承",
        "恒\u200b朔\u200dA\u2060BC轴\ufeff承",
        "恒\u00ad朔ABC\u034f轴\ufe0f承",
        "恒朔\u3164ABC轴承",
        "恒　朔 ＡＢＣ 轴\t承",
        "恒·朔-a.b.c「轴」承",
        "恆朔abc軸承",
        "恒朔АВС轴承", // Cyrillic
        "恒朔A\u0301BC轴承".Normalize(NormalizationForm.FormD),
        "恒\U000e0041朔ABC轴承",
        "云浦恒朔轴承(集团)有限公司",
        "云浦恒朔轴承集团有限公司",
        "雲浦恆朔軸承【集團】有限公司",
    ];

    [Theory, MemberData(nameof(Disguised))]
    public void The_owners_name_is_seen_in_every_open_field(string name)
    {
        var need = new NeedContent { Title = "高温轴承润滑脂", Problem = "我厂三百小时就干结" };
        Assert.Empty(ReidentificationGuard.Wording(need, Owner));
        foreach (var told in new[]
        {
            need with { Title = $"为{name}找润滑脂" },
            need with { Problem = $"{name}的产品三百小时就干结" },
            need with { Keywords = ["润滑脂", name] },
            need with { Indicators = [new("寿命", "300", "1000", "h", $"按{name}的企业标准", true)] },
        })
        {
            Assert.NotEmpty(ReidentificationGuard.Wording(told, Owner));
        }

        Assert.Empty(ReidentificationGuard.Wording(need with { Foundation = name }, Owner));
        Assert.Empty(ReidentificationGuard.Wording(need with { Problem = name, Named = true }, Owner));
    }

    [Theory]
    [InlineData("13712345678")]
    [InlineData("１３７１２３４５６７８")]
    [InlineData("137\u200b1234\u200b5678")]
    [InlineData("137-1234-5678")]
    [InlineData("1 3 7 1 2 3 4 5 6 7 8")]
    [InlineData("0523-86881234")]
    [InlineData("l\u200bv@heng\u2060shuo.example.com")]
    [InlineData("lv＠hengshuo．example．com")]
    public void A_way_to_reach_the_owner_is_seen(string contact) =>
        Assert.NotEmpty(ReidentificationGuard.Wording(new NeedContent { Attempts = $"已试过，详情找{contact}" }, Owner));

    [Theory]
    [InlineData("转速 1500 3000 6000 转，温度 150 200 300 度")]
    [InlineData("恒温，朔风，轴承")]
    [InlineData("编号 20240137123456789")]
    public void Figures_and_other_words_are_none(string text) =>
        Assert.Empty(ReidentificationGuard.Wording(new NeedContent { Problem = text }, Owner));

    [Theory]
    [InlineData("")]
    [InlineData(" \u200b（）")]
    public void Nothing_to_read_keeps_nobody_away(string name)
    {
        Assert.Equal("", Avoidance.Key(name));
        Assert.Empty(Avoidance.KeysOf(null, name));
        Assert.False(Avoidance.Holds([Avoidance.Key(name), Avoidance.Key("某厂")], null, name));
    }

    [Fact]
    public void Half_a_character_is_no_fault() => Assert.Equal("某厂", VisibleText.Key("某\ud800厂"));

    [Fact]
    public void A_list_holds_an_organisation_by_its_name_or_by_itself()
    {
        var id = Guid.NewGuid();
        Assert.True(Avoidance.Holds([Avoidance.Key("云浦恒朔轴承（集团）有限公司")], Guid.NewGuid(), "云浦恒朔轴承(集团)有限公司"));
        Assert.True(Avoidance.Holds([Avoidance.Key(id)], id, "改名以后"));
        Assert.False(Avoidance.Holds([Avoidance.Key(id)], Guid.NewGuid(), id.ToString()));
    }
}
