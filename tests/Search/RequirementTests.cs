using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Tests;

public sealed class RequirementTests
{
    [Theory]
    [InlineData(5, 6, RequirementState.Met)]
    [InlineData(5, 5, RequirementState.Met)]
    [InlineData(5, 4, RequirementState.Unmet)]
    [InlineData(5, null, RequirementState.Unknown)]
    [InlineData(null, 4, null)] // nothing asked
    public void Maturity(int? wanted, int? given, RequirementState? expected) =>
        Assert.Equal(expected, State("trl", Documents.Need("需") with { Trl = wanted }, Documents.Achievement("果") with { Trl = given }));

    [Theory]
    [InlineData("joint,license", "license", RequirementState.Met)]
    [InlineData("joint", "license", RequirementState.Unmet)]
    [InlineData("joint", "", RequirementState.Unknown)]
    [InlineData("", "license", null)]
    public void Modes(string wanted, string given, RequirementState? expected) =>
        Assert.Equal(expected, State("mode", Documents.Need("需") with { Modes = List(wanted) }, Documents.Achievement("果") with { Modes = List(given) }));

    [Theory]
    [InlineData(50.0, 40.0, RequirementState.Met)]
    [InlineData(50.0, 50.0, RequirementState.Met)]
    [InlineData(50.0, 60.0, RequirementState.Unmet)]
    [InlineData(null, 60.0, RequirementState.Unknown)]
    [InlineData(50.0, null, RequirementState.Unknown)]
    [InlineData(null, null, RequirementState.Unknown)]
    public void Budget(double? budget, double? price, RequirementState? expected) =>
        Assert.Equal(expected, State("budget", Documents.Need("需") with { AmountWan = budget }, Documents.Achievement("果") with { AmountWan = price }));

    [Theory]
    [InlineData("manufacturing", "manufacturing", RequirementState.Met)]
    [InlineData("manufacturing", "materials", RequirementState.Unmet)]
    [InlineData("manufacturing", null, RequirementState.Unknown)]
    [InlineData(null, "materials", null)]
    public void Field(string? wanted, string? given, RequirementState? expected) =>
        Assert.Equal(expected, State("field", Documents.Need("需") with { Field = wanted }, Documents.Achievement("果") with { Field = given }));

    [Fact]
    public void An_expert_is_asked_neither_price_nor_maturity() =>
        Assert.Equal(
            ["field", "conflict"],
            Requirements.Check(Documents.Need("需") with { Trl = 5, Modes = ["joint"], AmountWan = 9, Field = "manufacturing" }, Documents.Of(RecordKind.Expert, "家"), "en").Select(r => r.Code));

    [Fact]
    public void It_does_not_matter_who_asks()
    {
        var (need, achievement) = (Documents.Need("需") with { Trl = 5, Modes = ["joint"], AmountWan = 9 }, Documents.Achievement("果") with { Trl = 7, Modes = ["license"], AmountWan = 20 });
        Assert.Equal(Requirements.Check(need, achievement, "zh-CN"), Requirements.Check(achievement, need, "zh-CN"));
    }

    [Fact]
    public void Words_are_in_the_readers_language()
    {
        var (need, achievement) = (Documents.Need("需") with { Trl = 5, Modes = ["joint"], AmountWan = 9, Field = "manufacturing" }, Documents.Achievement("果") with { Modes = ["license"] });
        Assert.All(Requirements.Check(need, achievement, "zh-CN"), r => Assert.Contains(r.Text, c => c > '\u4e00'));
        Assert.All(Requirements.Check(need, achievement, "en"), r => Assert.DoesNotContain(r.Text, c => c > '\u4e00'));
        Assert.All(Requirements.Missing(Requirements.Check(need, achievement, "en"), "en"), t => Assert.DoesNotContain(t, c => c > '\u4e00'));
    }

    [Fact]
    public void What_is_unmet_or_unknown_is_missing_but_a_field_is_not()
    {
        var found = Requirements.Check(
            Documents.Need("需") with { Trl = 5, Modes = ["joint"], AmountWan = 9, Field = "manufacturing" },
            Documents.Achievement("果") with { Trl = 3, Modes = ["license"], AmountWan = 20, Field = "materials" }, "zh-CN");
        Assert.Equal(["要先把成熟度提高，可谈中试或合作开发", "合作方式要双方商量", "报价高于预算，可谈分期或许可"], Requirements.Missing(found, "zh-CN"));
    }

    [Fact]
    public void Owners_who_name_each_other_or_are_one_are_kept_apart()
    {
        var (need, achievement) = (Documents.Need("需") with { OrganisationName = "甲 公司" }, Documents.Achievement("果") with { OrganisationName = "乙大学" });
        Assert.False(Requirements.AreApart(need, achievement));
        Assert.True(Requirements.AreApart(need with { Avoid = [Avoidance.Key("乙大学")] }, achievement));
        Assert.True(Requirements.AreApart(need, achievement with { Avoid = [Avoidance.Key("甲公司")] }));
        Assert.True(Requirements.AreApart(need, achievement with { OrganisationId = need.OrganisationId }));
    }

    [Fact]
    public void The_askers_own_list_says_nothing_of_an_owner_it_cannot_see()
    {
        var (profile, need) = (Documents.Of(RecordKind.Expert, "专") with { OrganisationName = "乙大学" }, Documents.Need("需") with { OrganisationName = "甲公司" });
        var avoiding = profile with { Avoid = [Avoidance.Key("甲公司"), Avoidance.Key(need.OrganisationId)] };
        Assert.True(Requirements.AreApart(avoiding, need));
        Assert.False(Requirements.AreApart(avoiding, need with { Named = false }));
        // The owner of the need, who sees whose the profile is, is kept away all the same.
        Assert.True(Requirements.AreApart(need with { Named = false }, avoiding));
        Assert.True(Requirements.AreApart(profile, need with { Named = false, Avoid = [Avoidance.Key(profile.OrganisationId)] }));
    }

    private static RequirementState? State(string code, Index.SearchDocument need, Index.SearchDocument provider) =>
        Requirements.Check(need, provider, "zh-CN").FirstOrDefault(r => r.Code == code)?.State;

    private static string[] List(string codes) => codes.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
