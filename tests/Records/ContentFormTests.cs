using System.Text.Json.Nodes;
using CsCheck;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Tests;

public sealed class NeedFormTests : ContentFormTests<NeedContent>;

public sealed class AchievementFormTests : ContentFormTests<AchievementContent>;

public sealed class ExpertFormTests : ContentFormTests<ExpertContent>;

/// <summary>What holds of every form, each field and each limit of it.</summary>
public abstract class ContentFormTests<TContent> where TContent : class
{
    private const int CommonMaxItems = 50;

    private static IReadOnlyList<FormField> Fields => ContentForm<TContent>.Fields;

    [Fact]
    public void A_whole_content_is_right() => Assert.Empty(ContentForm<TContent>.Check(Filled<TContent>.Whole, complete: true));

    [Fact]
    public void An_empty_draft_is_right_and_an_empty_submission_names_every_required_field()
    {
        var empty = Filled<TContent>.Read([]);
        Assert.Empty(ContentForm<TContent>.Check(empty, complete: false));
        Assert.Equal(Fields.Where(f => f.Attribute.Required).Select(f => f.Name), ContentForm<TContent>.Check(empty, complete: true).Select(f => f.Field));
    }

    [Fact]
    public void A_text_is_taken_up_to_its_limit_and_refused_past_it() =>
        Assert.All(Fields.Where(f => f.Property.PropertyType == typeof(string) && f.Attribute is { Max: > 0, Codes: null }), f =>
        {
            Assert.Empty(Check(f, new string('长', f.Attribute.Max)));
            Assert.Equal([f.Name], Check(f, new string('长', f.Attribute.Max + 1)));
        });

    [Fact]
    public void A_number_is_taken_at_its_limits_and_refused_past_them() =>
        Assert.All(Fields.Where(f => Number(f) is not null), f =>
        {
            Assert.Empty(Check(f, f.Attribute.Max));
            Assert.Empty(Check(f, f.Attribute.Min));
            Assert.Equal([f.Name], Check(f, f.Attribute.Max + 1));
            Assert.Equal([f.Name], Check(f, f.Attribute.Min - 1));
        });

    [Fact]
    public void A_list_is_taken_up_to_its_limit_and_refused_past_it() =>
        Assert.All(Fields.Where(f => f.Property.PropertyType == typeof(IReadOnlyList<string>)), f =>
        {
            var most = f.Attribute.MaxItems > 0 ? f.Attribute.MaxItems : CommonMaxItems;
            Assert.Empty(Check(f, List(f, most)));
            Assert.Equal([f.Name], Check(f, List(f, most + 1)));
        });

    [Fact]
    public void An_item_that_is_too_long_is_named_with_its_place() =>
        Assert.All(Fields.Where(f => f.Property.PropertyType == typeof(IReadOnlyList<string>) && f.Attribute is { Max: > 0, Codes: null }), f =>
            Assert.Equal([$"{f.Name}[1]"], Check(f, new JsonArray("短", new string('长', f.Attribute.Max + 1)))));

    [Fact]
    public void A_code_that_is_not_in_its_list_is_refused() =>
        Assert.All(Fields.Where(f => f.Attribute.Codes is not null), f =>
        {
            var list = f.Property.PropertyType == typeof(IReadOnlyList<string>);
            Assert.Equal([list ? $"{f.Name}[0]" : f.Name], Check(f, list ? new JsonArray("no-such-code") : "no-such-code"));
        });

    [Fact]
    public void A_faults_words_name_the_field_in_both_languages()
    {
        foreach (var fault in ContentForm<TContent>.Check(Filled<TContent>.Read([]), complete: true))
        {
            var name = Fields.Single(f => f.Name == fault.Field).Attribute.Name;
            Assert.Contains(name.Zh, fault.Text.Zh, StringComparison.Ordinal);
            Assert.Contains(name.En, fault.Text.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Redaction_never_leaves_a_field_above_the_tier_and_takes_none_below() =>
        Gen.Select(Filled<TContent>.Any, Gen.Enum<Disclosure>()).Sample((content, tier) =>
        {
            var (before, after, empty) = (Filled<TContent>.Json(content), Filled<TContent>.Json(ContentForm<TContent>.Redact(content, tier)), Filled<TContent>.Json(Filled<TContent>.Read([])));
            foreach (var field in Fields)
            {
                var expected = field.Attribute.Tier <= tier ? before : empty;
                Assert.True(JsonNode.DeepEquals(expected[field.Name], after[field.Name]), $"{field.Name} ({field.Attribute.Tier}) at {tier}: {after[field.Name]?.ToJsonString()}");
            }
        });

    [Fact]
    public void Redaction_of_a_whole_content_leaves_something_for_the_public_and_all_for_the_owner()
    {
        var whole = Filled<TContent>.Whole;
        Assert.True(JsonNode.DeepEquals(Filled<TContent>.Json(whole), Filled<TContent>.Json(ContentForm<TContent>.Redact(whole, Disclosure.Owner))));
        Assert.NotEmpty(ContentForm<TContent>.Differences(Filled<TContent>.Read([]), ContentForm<TContent>.Redact(whole, Disclosure.L0)));
        Assert.NotEmpty(ContentForm<TContent>.Differences(ContentForm<TContent>.Redact(whole, Disclosure.L0), ContentForm<TContent>.Redact(whole, Disclosure.L1)));
        Assert.NotEmpty(ContentForm<TContent>.Differences(ContentForm<TContent>.Redact(whole, Disclosure.L1), ContentForm<TContent>.Redact(whole, Disclosure.L2)));
    }

    [Fact]
    public void Redacting_twice_is_redacting_to_the_lower_tier() =>
        Gen.Select(Filled<TContent>.Any, Gen.Enum<Disclosure>(), Gen.Enum<Disclosure>()).Sample((content, a, b) => JsonNode.DeepEquals(
            Filled<TContent>.Json(ContentForm<TContent>.Redact(ContentForm<TContent>.Redact(content, a), b)),
            Filled<TContent>.Json(ContentForm<TContent>.Redact(content, a < b ? a : b))));

    [Fact]
    public void Tidying_trims_texts_and_drops_empty_items()
    {
        foreach (var field in Fields.Where(f => f.Property.PropertyType == typeof(string)))
        {
            var tidy = ContentForm<TContent>.Tidy(Filled<TContent>.With(Filled<TContent>.Whole, field.Name, "  　前后 \n"));
            Assert.Equal("前后", (string?)Filled<TContent>.Json(tidy)[field.Name]);
        }

        foreach (var field in Fields.Where(f => f.Property.PropertyType == typeof(IReadOnlyList<string>)))
        {
            var tidy = ContentForm<TContent>.Tidy(Filled<TContent>.With(Filled<TContent>.Whole, field.Name, new JsonArray(" ", "有", "", null, "\t")));
            Assert.Equal("""["有"]""", Filled<TContent>.Json(tidy)[field.Name]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    [Fact]
    public void Tidying_takes_null_for_nothing_given()
    {
        foreach (var field in Fields)
        {
            var nullable = field.Property.PropertyType.IsClass || field.Property.PropertyType.IsInterface || Nullable.GetUnderlyingType(field.Property.PropertyType) is not null;
            if (nullable)
            {
                var tidy = ContentForm<TContent>.Tidy(Filled<TContent>.With(Filled<TContent>.Whole, field.Name, null));
                Assert.True(JsonNode.DeepEquals(Filled<TContent>.Json(Filled<TContent>.Read([]))[field.Name], Filled<TContent>.Json(tidy)[field.Name]), field.Name);
                ContentForm<TContent>.Check(tidy, complete: true);
            }
        }
    }

    [Fact]
    public void Tidying_twice_changes_nothing_more() =>
        Filled<TContent>.Any.Sample(content => JsonNode.DeepEquals(
            Filled<TContent>.Json(ContentForm<TContent>.Tidy(content)),
            Filled<TContent>.Json(ContentForm<TContent>.Tidy(ContentForm<TContent>.Tidy(content)))));

    [Fact]
    public void A_content_does_not_differ_from_itself() =>
        Filled<TContent>.Any.Sample(content => ContentForm<TContent>.Differences(content, content).Count == 0);

    [Fact]
    public void Exactly_the_changed_field_differs()
    {
        var empty = Filled<TContent>.Read([]);
        foreach (var field in Fields)
        {
            var value = Filled<TContent>.Json(Filled<TContent>.Whole)[field.Name]!.DeepClone();
            var changed = Filled<TContent>.With(empty, field.Name, value);
            if (!JsonNode.DeepEquals(Filled<TContent>.Json(empty), Filled<TContent>.Json(changed)))
            {
                var difference = Assert.Single(ContentForm<TContent>.Differences(empty, changed));
                Assert.Equal(field.Name, difference.Field);
                Assert.NotEqual(difference.Before.Zh, difference.After.Zh);
                Assert.NotEqual(difference.Before.En, difference.After.En);
            }
        }
    }

    [Fact]
    public void A_difference_of_a_code_is_told_in_words()
    {
        foreach (var field in Fields.Where(f => f.Attribute.Codes is not null && f.Property.PropertyType == typeof(string)))
        {
            var code = CodeList.Of(field.Attribute.Codes!).Codes[0];
            var difference = ContentForm<TContent>.Differences(Filled<TContent>.Read([]), Filled<TContent>.With(Filled<TContent>.Read([]), field.Name, code.Value)).Single();
            Assert.Equal(code.Text, difference.After);
        }
    }

    private static Type? Number(FormField field) =>
        (Nullable.GetUnderlyingType(field.Property.PropertyType) ?? field.Property.PropertyType) is var type && (type == typeof(int) || type == typeof(double)) ? type : null;

    private static JsonArray List(FormField field, int count) => new([.. Enumerable.Range(0, count)
        .Select(i => (JsonNode)(field.Attribute.Codes is { } list ? CodeList.Of(list).Codes[i % CodeList.Of(list).Codes.Count].Value : $"词{i}"))]);

    private static List<string> Check(FormField field, JsonNode value) =>
        [.. ContentForm<TContent>.Check(Filled<TContent>.With(Filled<TContent>.Whole, field.Name, value), complete: true).Select(f => f.Field)];
}

/// <summary>Rows of lists inside forms.</summary>
public sealed class RowTests
{
    [Fact]
    public void Every_cell_of_an_indicator_has_a_limit()
    {
        var whole = new NeedIndicator("寿命", "1", "2", "h", "台架", true);
        Assert.Empty(Check(whole));
        Assert.All(
            [whole with { Name = Long(61) }, whole with { Current = Long(61) }, whole with { Target = Long(61) }, whole with { Unit = Long(61) }, whole with { TestMethod = Long(101) }],
            row => Assert.Equal(["indicators[0]"], Check(row)));
    }

    [Fact]
    public void A_submitted_indicator_has_a_name_and_a_target()
    {
        var whole = new NeedIndicator("寿命", "1", "2", "h", "台架", true);
        Assert.Equal(["indicators[0]"], Check(whole with { Name = "" }));
        Assert.Equal(["indicators[0]"], Check(whole with { Target = "" }));
        Assert.Empty(Check(whole with { Target = "" }, complete: false));
    }

    [Fact]
    public void A_right_is_of_a_known_kind_and_state_and_not_endless()
    {
        var whole = new IpItem("invention", "ZL1", "granted", "某校", null, false);
        Assert.Empty(Check(whole));
        Assert.All(
            [whole with { Kind = "no-such" }, whole with { Kind = "" }, whole with { Status = "no-such" }, whole with { Number = Long(61) }, whole with { Owner = Long(101) }],
            ip => Assert.Equal(["ip[0]"], Check(ip)));
    }

    [Fact]
    public void A_row_with_holes_is_tidied_to_empty_texts()
    {
        var tidy = ContentForm<NeedContent>.Tidy(new NeedContent { Indicators = [new NeedIndicator(null!, null!, null!, null!, null!, false)] });
        Assert.Equal(new NeedIndicator("", "", "", "", "", false), tidy.Indicators.Single());
        var ip = ContentForm<AchievementContent>.Tidy(new AchievementContent { Ip = [new IpItem(null!, null!, null!, null!, null, false)] });
        Assert.Equal(new IpItem("", "", "", "", null, false), ip.Ip.Single());
    }

    private static string Long(int length) => new('长', length);

    private static IEnumerable<string> Check(NeedIndicator row, bool complete = true) =>
        ContentForm<NeedContent>.Check(Filled<NeedContent>.Whole with { Indicators = [row] }, complete).Select(f => f.Field);

    private static IEnumerable<string> Check(IpItem ip) =>
        ContentForm<AchievementContent>.Check(Filled<AchievementContent>.Whole with { Ip = [ip] }, true).Select(f => f.Field);
}
