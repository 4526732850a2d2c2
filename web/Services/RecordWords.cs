using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>A record's fields in words, made from their descriptions.</summary>
public static class RecordWords
{
    private const int LongText = 150;
    private static readonly char[] Dashes = ['-', '–', '—', ' '];
    private const string WanSuffix = "（万元）";
    private const string WanSuffixEnglish = " (10,000 yuan)";

    // Shown as the page's title and tags already.
    private static readonly string[] Shown = ["title", "keywords", "openBid"];
    private static readonly string[] Declarations = ["noStateSecret", "consent", "ownerAuthorised", "named", "disclosure"];

    /// <summary>The record's title as this reader may see it; an expert without a name is called by title and discipline.</summary>
    public static string Title(this Texts l, object content) => content switch
    {
        NeedContent need => need.Title,
        AchievementContent achievement => achievement.Title,
        ExpertContent { Name.Length: > 0 } expert => expert.Name,
        ExpertContent expert => string.Join(l.IsEnglish ? ", " : "，", new[] { expert.Discipline, expert.Title }.Where(t => t.Length > 0)),
        _ => "",
    };

    /// <summary>The few facts that stand under a title.</summary>
    public static IEnumerable<string> Tags(this Texts l, object content)
    {
        string?[] tags = content switch
        {
            NeedContent n =>
            [
                l.Industry(n.Industry), l.Code("fields", n.Field), n.BudgetWan is { } wan ? l["预算 {0}", l.Wan(wan)] : null,
                n.MinTrl is { } trl ? l["要求成熟度 {0} 级以上", trl] : null, n.OpenBid ? l["揭榜挂帅"] : null,
            ],
            AchievementContent a =>
            [
                l.Code("fields", a.Field), a.Trl is { } trl ? l["成熟度 {0} 级", trl] : null, a.IpSummary, l.Codes("modes", a.Modes),
            ],
            ExpertContent e =>
            [
                e.Name.Length > 0 ? e.Title : null, e.Department, l.Code("fields", e.Field), l.Codes("services", e.Services),
            ],
            _ => [],
        };
        return tags.Where(t => !string.IsNullOrEmpty(t)).Select(t => t!);
    }

    public static IReadOnlyList<string> Keywords(object content) => content switch
    {
        NeedContent n => n.Keywords,
        AchievementContent a => a.Keywords,
        ExpertContent e => e.Keywords,
        _ => [],
    };

    /// <summary>Fields that read as a section of their own.</summary>
    public static bool IsSection(FormField field) => !IsTitle(field) && (IsTable(field) || (
        field.Attribute.Codes is null && field.Attribute.Max >= LongText
        && (field.Property.PropertyType == typeof(string) || field.Property.PropertyType == typeof(IReadOnlyList<string>))));

    /// <summary>Fields that read as one line of a list of facts.</summary>
    /// <param name="inside">The reader is the owner: declarations are shown as well.</param>
    public static bool IsFact(FormField field, bool inside) =>
        !IsSection(field) && !IsTitle(field) && (inside || !Declarations.Contains(field.Name));

    /// <summary>The field of a kind that only a signed non-disclosure agreement opens; null where there is none.</summary>
    public static FormField? Confidential(RecordKind kind) => FormField.Of(kind switch
    {
        RecordKind.Need => typeof(NeedContent),
        RecordKind.Achievement => typeof(AchievementContent),
        _ => typeof(ExpertContent),
    }).FirstOrDefault(f => f.Attribute.Tier == Disclosure.L3);

    /// <summary>Nothing was written, or nothing may be seen.</summary>
    public static bool IsEmpty(object? value) => value is null or "" or false || (value is System.Collections.ICollection { Count: 0 });

    /// <summary>A field's name, without the unit that stands at its figure.</summary>
    public static string Label(this Texts l, FormField field) =>
        l[field.Attribute.Name].Replace(WanSuffix, "", StringComparison.Ordinal).Replace(WanSuffixEnglish, "", StringComparison.Ordinal);

    /// <summary>A field's value.</summary>
    public static string Value(this Texts l, FormField field, object? value) => value switch
    {
        null => "",
        string code when field.Attribute.Codes == "industries" => l.Industry(code) ?? "",
        string text => field.Attribute.Codes is { } list ? l.Code(list, text) : text,
        bool yes => l[yes ? "是" : "否"],
        DateOnly date => l.Date(date),
        Disclosure level => l[Level(level)],
        double wan when field.Name.EndsWith("Wan", StringComparison.Ordinal) => l.Wan(wan),
        int trl when field.Name is "trl" or "minTrl" => l.Code("trl", trl.ToString(CultureInfo.InvariantCulture)),
        IEnumerable<string> items => string.Join(l.IsEnglish ? ", " : "、", items.Select(i => l.Value(field, i))),
        IReadOnlyList<NeedIndicator> rows => string.Join(l.IsEnglish ? "; " : "；", rows.Select(Indicator)),
        IReadOnlyList<IpItem> rows => string.Join(l.IsEnglish ? "; " : "；", rows.Select(r => $"{l.Code("ipKinds", r.Kind)} {r.Number}")),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>120 万元, or CNY 1,200,000.</summary>
    public static string Wan(this Texts l, double wan) => l.IsEnglish
        ? "CNY " + (wan * 10_000).ToString("#,0", CultureInfo.InvariantCulture)
        : wan.ToString("#,0.##", CultureInfo.InvariantCulture) + " 万元";

    /// <summary>2026年3月5日 of a day without a time.</summary>
    public static string Date(this Texts l, DateOnly date) => l.IsEnglish
        ? date.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
        : $"{date.Year}年{date.Month}月{date.Day}日";

    /// <summary>3451 滚动轴承制造.</summary>
    public static string? Industry(this Texts l, string? code) =>
        string.IsNullOrEmpty(code) ? null : $"{code} {l.Code("industries", code)}";

    /// <summary>A disclosure level in a few words.</summary>
    public static string Level(Disclosure level) => level switch
    {
        Disclosure.L0 => "摘要公开，可被搜索到",
        Disclosure.L1 => "已认证单位可见",
        Disclosure.L2 => "接受意向后可见",
        Disclosure.L3 => "签署保密协议后可见",
        _ => "仅本单位和科技局可见",
    };

    // A dash stands for nothing, as people write it.
    private static string Indicator(NeedIndicator row)
    {
        var parts = new[] { row.Current, row.Target }.Where(v => v.Trim(Dashes).Length > 0);
        return $"{row.Name} {string.Join(" → ", parts)} {row.Unit.Trim(Dashes)}".Trim();
    }

    private static bool IsTable(FormField field) =>
        field.Property.PropertyType == typeof(IReadOnlyList<NeedIndicator>) || field.Property.PropertyType == typeof(IReadOnlyList<IpItem>);

    // An expert's name is the title; its "title" field is the academic title, which tags show.
    private static bool IsTitle(FormField field) =>
        Shown.Contains(field.Name) || (field.Name == "name" && field.Property.DeclaringType == typeof(ExpertContent));
}
