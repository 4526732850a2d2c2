using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Needs;

namespace Matchmaking.Web.Sheets;

/// <summary>A column of a table that is imported, made from a form's field: what it is called, what it takes, how it is read.</summary>
public sealed partial class SheetColumn
{
    private const int FewCodes = 40;
    private const int LongestName = 100;
    private static readonly char[] Separators = ['、', '，', ',', ';', '；', '\n'];
    // Ten thousand yuan.
    private static readonly char[] Wan = ['\u4e07', '\u5143', ' '];
    private static readonly string[] Yes = ["是", "√", "✓", "Y", "YES", "TRUE", "1"];
    private static readonly string[] No = ["否", "×", "✗", "N", "NO", "FALSE", "0"];
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy\u5e74M\u6708d\u65e5", "yyyyMMdd"];

    private static readonly (Disclosure Level, LocalText Text)[] Levels =
    [
        (Disclosure.L0, new("摘要公开", "Summary public")), (Disclosure.L1, new("认证单位可见", "Verified members")),
        (Disclosure.L2, new("不公开", "Not shown")), (Disclosure.L3, new("保密", "Confidential")),
    ];

    private readonly string[] _names;
    private readonly string[] _otherNames;
    private readonly Lazy<CodeNames> _codeNames;

    private SheetColumn(FormField field)
    {
        Field = field;
        // A table asks for each of them with every header, and for a code's name with every cell.
        _names = [Bare(Zh), Bare(En)];
        _otherNames = [.. ColumnAliases.Of(field.Name).Select(Bare)];
        _codeNames = new(() => new CodeNames(Codes!));
    }

    public FormField Field { get; }

    /// <summary>Columns of a form: all its fields but those that a person must declare or that the system knows.</summary>
    public static IReadOnlyList<SheetColumn> Of(Type content) =>
        [.. FormField.Of(content)
            .Where(f => !(f.Property.PropertyType == typeof(bool) && f.Attribute.Required) && f.Name != "source")
            .Select(f => new SheetColumn(f))];

    private Type Type => Nullable.GetUnderlyingType(Field.Property.PropertyType) ?? Field.Property.PropertyType;

    private CodeList? Codes => Field.Attribute.Codes is { } list ? CodeList.Of(list) : null;

    private string Zh => Field.Attribute.Name.Zh;

    private string En => Field.Attribute.Name.En;

    /// <summary>Whether a header means this column, in either language.</summary>
    /// <param name="header">As <see cref="Bare"/> gives it.</param>
    public bool IsCalled(string header) => header.Length > 0 && _names.Contains(header);

    /// <summary>Whether a header is another common word for this column.</summary>
    /// <param name="header">As <see cref="Bare"/> gives it.</param>
    public bool IsAlsoCalled(string header) => _otherNames.Contains(header);

    /// <summary>A header without what stands behind it: "(required)", and the unit that the column has anyway.</summary>
    public static string Bare(string header) => CodeNames.Plain(Behind().Replace(header, ""));

    /// <summary>What may stand in a cell.</summary>
    public LocalText Takes() => Type switch
    {
        _ when Type == typeof(bool) => new("是 或 否", "yes or no"),
        _ when Type == typeof(DateOnly) => new("日期，如 2026-03-05", "a date such as 2026-03-05"),
        _ when Type == typeof(int) => new($"{Field.Attribute.Min}–{Field.Attribute.Max} 的整数", $"a whole number, {Field.Attribute.Min}–{Field.Attribute.Max}"),
        _ when Type == typeof(double) => new($"数字，不超过 {Field.Attribute.Max}", $"a number up to {Field.Attribute.Max}"),
        _ when Type == typeof(Disclosure) => Both(Levels.Select(l => new LocalText($"{l.Level} {l.Text.Zh}", $"{l.Level} {l.Text.En}"))),
        _ when Type == typeof(IReadOnlyList<NeedIndicator>) => new(
            "每行一项，用竖线隔开：指标 | 现在 | 目标 | 单位 | 检测方法 | 必须", "one a line, parts between bars: indicator | now | target | unit | test | mandatory"),
        _ when Type == typeof(IReadOnlyList<IpItem>) => new(
            "每行一项，用竖线隔开：类型 | 号码 | 状态 | 权利人 | 到期日", "one a line, parts between bars: kind | number | state | owner | expires"),
        _ when Codes is { } list => list.Codes.Count > FewCodes
            ? new($"代码或名称，如 {Last(list).Value} {Last(list).Text.Zh}", $"a code or name, such as {Last(list).Value} {Last(list).Text.En}")
            : Both(list.Codes.Select(c => c.Text)),
        _ when Type == typeof(IReadOnlyList<string>) => new($"用顿号隔开，最多 {Field.Attribute.MaxItems} 项", $"separated by commas, {Field.Attribute.MaxItems} at most"),
        _ => new($"文字，最多 {Field.Attribute.Max} 字", $"text of {Field.Attribute.Max} characters at most"),
    };

    /// <summary>The cell's value as it stands in the form's JSON; null for an empty one.</summary>
    /// <param name="fault">What is wrong and what to do, or null.</param>
    public JsonNode? Read(string cell, out LocalText? fault)
    {
        var text = Clean(cell);
        fault = null;
        if (text.Length == 0)
        {
            return null;
        }

        if (Formula().IsMatch(text))
        {
            fault = new("像是公式，导出时可能被执行；请改成普通文字", "looks like a formula that could run in an export. Write plain text");
            return null;
        }

        var value = Value(text, out var wrong);
        fault = wrong;
        return value;
    }

    private JsonNode? Value(string text, out LocalText? fault)
    {
        fault = null;
        if (Type == typeof(bool))
        {
            return Flag(text) is { } flag ? JsonValue.Create(flag) : Fault(out fault, text);
        }

        if (Type == typeof(DateOnly))
        {
            return Day(text) is { } day ? JsonValue.Create(Text(day)) : Fault(out fault, text);
        }

        if (Type == typeof(int))
        {
            return int.TryParse(Digits().Match(text).Value, CultureInfo.InvariantCulture, out var whole) && Level().IsMatch(text)
                ? JsonValue.Create(whole) : Fault(out fault, text);
        }

        if (Type == typeof(double))
        {
            var number = text.Replace(",", "", StringComparison.Ordinal).TrimEnd(Wan);
            return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && double.IsFinite(amount)
                ? JsonValue.Create(amount) : Fault(out fault, text);
        }

        if (Type == typeof(Disclosure))
        {
            var found = Levels.Where(l => text.StartsWith(l.Level.ToString(), StringComparison.OrdinalIgnoreCase) || CodeNames.Plain(text) == CodeNames.Plain(l.Text.Zh) || CodeNames.Plain(text) == CodeNames.Plain(l.Text.En)).ToList();
            return found.Count > 0 ? JsonValue.Create(found[0].Level.ToString().ToLowerInvariant()) : Fault(out fault, text);
        }

        if (Type == typeof(IReadOnlyList<NeedIndicator>))
        {
            return new JsonArray([.. Lines(text).Select(p => new JsonObject
            {
                ["name"] = p(0), ["current"] = p(1), ["target"] = p(2), ["unit"] = p(3), ["testMethod"] = p(4), ["mandatory"] = p(5) is "必须" or "mandatory" || Flag(p(5)) == true,
            })]);
        }

        if (Type == typeof(IReadOnlyList<IpItem>))
        {
            return Rights(text, out fault);
        }

        if (Type == typeof(IReadOnlyList<string>))
        {
            var items = Services.FormReader.Spaced(Field, text).Split(Services.FormReader.IsLines(Field) ? ['\n'] : Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (Codes is null)
            {
                return new JsonArray([.. items.Select(i => (JsonNode)JsonValue.Create(i))]);
            }

            List<string> codes = [];
            foreach (var item in items)
            {
                if (_codeNames.Value.Find(item) is not { } found)
                {
                    return Fault(out fault, item);
                }

                codes.Add(found);
            }

            return new JsonArray([.. codes.Distinct().Select(c => (JsonNode)JsonValue.Create(c))]);
        }

        if (Forms.PhoneFields.Has(Field) && Forms.PhoneFields.FaultOf(text) is { } phone)
        {
            fault = phone;
            return null;
        }

        return Codes is null ? JsonValue.Create(text) : _codeNames.Value.Find(text) is { } code ? JsonValue.Create(code) : Fault(out fault, text);
    }

    private static JsonArray? Rights(string text, out LocalText? fault)
    {
        fault = null;
        var rows = new JsonArray();
        var (kinds, states) = (new CodeNames(CodeList.Of("ipKinds")), new CodeNames(CodeList.Of("ipStates")));
        foreach (var part in Lines(text))
        {
            var kind = kinds.Find(part(0));
            var state = part(2).Length == 0 ? "granted" : states.Find(part(2));
            if (kind is null || state is null || (part(4).Length > 0 && Day(part(4)) is null))
            {
                fault = new(
                    $"“{part(0)} | {part(1)} | {part(2)}”读不出来；请写成 类型 | 号码 | 状态 | 权利人 | 到期日，如 {Example("zh-CN")}",
                    $"'{part(0)} | {part(1)} | {part(2)}' cannot be read; write kind | number | state | owner | expires, such as {Example("en")}");
                return null;
            }

            rows.Add(new JsonObject
            {
                ["kind"] = kind, ["number"] = part(1), ["status"] = state, ["owner"] = part(3), ["expires"] = Day(part(4)) is { } day ? Text(day) : null, ["encumbered"] = false,
            });
        }

        return rows;

        static string Example(string language) =>
            $"{CodeList.Of("ipKinds").Codes[0].Text.In(language)} | ZL202010000001.2 | {CodeList.Of("ipStates").Codes[0].Text.In(language)}";
    }

    private JsonNode? Fault(out LocalText fault, string text)
    {
        var takes = Takes();
        if (Codes is { Codes.Count: > FewCodes } list && Near(list, text) is { Count: > 0 } near)
        {
            fault = new(
                $"“{Short(text)}”不在列表里；是不是 {string.Join("、", near.Select(c => $"{c.Value} {c.Text.Zh}"))}", $"'{Short(text)}' is not in the list; perhaps {string.Join(", ", near.Select(c => $"{c.Value} {c.Text.En}"))}");
        }
        else
        {
            fault = new($"“{Short(text)}”不能用；请填：{takes.Zh}", $"'{Short(text)}' does not fit; take {takes.En}");
        }

        return null;
    }

    private static List<Code> Near(CodeList list, string text) => text.Length > LongestName ? [] :
        [.. list.Codes.Where(c => c.Text.Zh.Contains(text, StringComparison.Ordinal) || (c.Text.Zh.Length > 2 && text.Contains(c.Text.Zh, StringComparison.Ordinal))).Where(c => c.Value.Length >= 3).Take(3)];

    private static bool? Flag(string text) =>
        Yes.Contains(text.ToUpperInvariant()) ? true : No.Contains(text.ToUpperInvariant()) ? false : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Split(' ')[0], Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<Func<int, string>> Lines(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(['|', '｜']).Select(p => p.Trim()).ToArray())
        .Select(parts => (Func<int, string>)(i => i < parts.Length ? parts[i] : ""));

    // The longest code of a list with levels says best what is wanted.
    private static Code Last(CodeList list) => list.Codes.FirstOrDefault(c => c.Value is "3451" or "46035") ?? list.Codes.OrderByDescending(c => c.Value.Length).First();

    private static LocalText Both(IEnumerable<LocalText> texts)
    {
        var all = texts.ToList();
        return new(string.Join("、", all.Select(t => t.Zh)), string.Join(", ", all.Select(t => t.En)));
    }

    private static string Short(string text) => text.Length > 20 ? text[..20] + "…" : text;

    // Control characters, which no form takes, and the apostrophe by which Excel marks a text.
    private static string Clean(string cell)
    {
        var text = string.Concat(cell.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')).Trim().Trim('\u00a0', '\u3000');
        return text.StartsWith('\'') ? text[1..] : text;
    }

    [GeneratedRegex("[（(]\\s*(\u5fc5\u586b|required|\u4e07\u5143|10,000 yuan)\\s*[）)]", RegexOptions.IgnoreCase)]
    private static partial Regex Behind();

    // A minus before a figure is a figure; with a call or a link behind it, it is not.
    [GeneratedRegex("^(?:[=@＝]|[+-](?=.*[|!(])(?!.*[\u4e00-\u9fff]))")]
    private static partial Regex Formula();

    [GeneratedRegex("-?\\d+")]
    private static partial Regex Digits();

    [GeneratedRegex("^(TRL)?\\s*-?\\d+\\s*(\u7ea7.*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Level();
}
