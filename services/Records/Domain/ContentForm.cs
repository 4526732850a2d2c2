using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Hosting;

namespace Matchmaking.Records.Domain;

/// <summary>
/// A form as its <see cref="FieldAttribute"/>s describe it: checks, redaction, differences and words, one implementation
/// for every record.
/// </summary>
public static class ContentForm<TContent> where TContent : class
{
    private const int CommonMaxItems = 50;

    private const int LongestCell = 60;
    private const int LongestNote = 100;
    private const int LongestQuote = 40;

    /// <summary>Wrong items that are named one by one; people mend those first, and machines could send any number.</summary>
    private const int MostWrongItems = 10;

    /// <summary>Lists whose items are rows of their own, with the rows' texts.</summary>
    private static readonly IReadOnlyList<(string List, string[] Texts)> Rows =
        [.. FormField.Of(typeof(TContent))
            .Where(f => f.Property.PropertyType.IsGenericType && f.Property.PropertyType != typeof(IReadOnlyList<string>))
            .Select(f => (Field: f, Item: f.Property.PropertyType.GetGenericArguments()[0]))
            .Where(f => f.Item.IsClass)
            .Select(f => (f.Field.Name, f.Item.GetProperties()
                .Where(p => p.PropertyType == typeof(string))
                .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToArray()))];

    /// <summary>The form's fields in order.</summary>
    public static IReadOnlyList<FormField> Fields { get; } = FormField.Of(typeof(TContent));

    /// <summary>The content with every field above a tier empty.</summary>
    public static TContent Redact(TContent content, Disclosure tier)
    {
        var json = JsonSerializer.SerializeToNode(content, JsonDefaults.Options)!.AsObject();
        foreach (var field in Fields.Where(f => f.Attribute.Tier > tier))
        {
            json.Remove(field.Name);
        }

        return json.Deserialize<TContent>(JsonDefaults.Options)!;
    }

    /// <summary>What the owner wrote in words of its own in the fields that a reader of a tier may read.</summary>
    public static IReadOnlyList<string> FreeTexts(TContent content, Disclosure tier)
    {
        var json = JsonSerializer.SerializeToNode(content, JsonDefaults.Options)!;
        return [.. Fields.Where(f => f.Attribute.Tier <= tier && f.Attribute.Codes is null).SelectMany(f => Texts(json[f.Name])).Where(t => t.Length > 0)];
    }

    /// <summary>A copy as it is stored: strings trimmed, empty list items dropped, and nothing null that the form has a default for.</summary>
    public static TContent Tidy(TContent content)
    {
        var json = JsonSerializer.SerializeToNode(content, JsonDefaults.Options)!.AsObject();
        foreach (var (name, node) in json.ToList())
        {
            if (Tidy(node) is { } tidied)
            {
                json[name] = tidied;
            }
            else
            {
                json.Remove(name);
            }
        }

        foreach (var (list, texts) in Rows)
        {
            foreach (var row in json[list]?.AsArray() ?? [])
            {
                foreach (var text in texts)
                {
                    row![text] ??= "";
                }
            }
        }

        return json.Deserialize<TContent>(JsonDefaults.Options)!;
    }

    /// <summary>What is wrong with the content.</summary>
    /// <param name="complete">Whether required fields must be filled: yes for a submission, no for a draft.</param>
    public static List<FieldFault> Check(TContent content, bool complete)
    {
        var faults = new List<FieldFault>();
        foreach (var field in Fields)
        {
            CheckField(field, field.Property.GetValue(content), complete, faults);
        }

        return faults;
    }

    /// <summary>The fields that differ.</summary>
    public static IReadOnlyList<FieldDifference> Differences(TContent before, TContent after) =>
        [.. Fields
            .Select(f => new FieldDifference(f.Name, Words(f, before), Words(f, after)))
            .Where(d => d.Before != d.After)];

    private static LocalText Words(FormField field, TContent content)
    {
        var value = field.Property.GetValue(content);
        return new(Words(field, value, "zh-CN"), Words(field, value, "en"));
    }

    private static string Words(FormField field, object? value, string language) => value switch
    {
        null => "",
        string text => field.Attribute.Codes is { } list ? CodeList.Of(list).NameOf(text, language) : text,
        bool yes => new LocalText(yes ? "是" : "否", yes ? "yes" : "no").In(language),
        IEnumerable items => string.Join(language == "en" ? ", " : "、", items.Cast<object?>().Select(i => Words(field, i, language))),
        DateOnly date => date.ToString("yyyy-MM-dd", null),
        Contracts.Needs.NeedIndicator i => $"{i.Name} {i.Current}→{i.Target}{i.Unit}",
        Contracts.Achievements.IpItem ip => $"{CodeList.Of("ipKinds").NameOf(ip.Kind, language)} {ip.Number}",
        _ => value.ToString() ?? "",
    };

    private static void CheckField(FormField field, object? value, bool complete, List<FieldFault> faults)
    {
        var (zh, en) = (field.Attribute.Name.Zh, field.Attribute.Name.En);
        switch (value)
        {
            case null or "" or false when complete && field.Attribute.Required:
                faults.Add(new(field.Name, new($"请填写{zh}", $"{en}: please fill it in")));
                break;
            case string text:
                CheckText(field, field.Name, text, faults);
                break;
            case int or double:
                CheckNumber(field, Convert.ToDouble(value, null), faults);
                break;
            case IEnumerable list:
                CheckList(field, [.. list.Cast<object?>()], complete, faults);
                break;
        }
    }

    private static void CheckText(FormField field, string path, string text, List<FieldFault> faults)
    {
        var attribute = field.Attribute;
        if (attribute.Codes is { } codes)
        {
            if (!CodeList.Of(codes).Has(text))
            {
                var quote = text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
                faults.Add(new(path, new(
                    $"{attribute.Name.Zh}没有“{quote}”这个选项，请从列表中选择", $"{attribute.Name.En} has no option '{quote}'. Choose from the list")));
            }
        }
        else if (attribute.Max > 0 && text.Length > attribute.Max)
        {
            faults.Add(new(path, new(
                $"{attribute.Name.Zh}最多 {attribute.Max} 字，现在 {text.Length} 字，请删减 {text.Length - attribute.Max} 字",
                $"{attribute.Name.En} takes {attribute.Max} characters at most; it has {text.Length}")));
        }
    }

    private static void CheckNumber(FormField field, double number, List<FieldFault> faults)
    {
        var attribute = field.Attribute;
        var most = attribute.Max > 0 ? attribute.Max : double.MaxValue;
        if (!double.IsFinite(number) || number < attribute.Min || number > most)
        {
            faults.Add(new(field.Name, new(
                $"{attribute.Name.Zh}应在 {attribute.Min}–{attribute.Max} 之间，现为 {number}", $"{attribute.Name.En} must be {attribute.Min}–{attribute.Max}, not {number}")));
        }
    }

    private static void CheckList(FormField field, List<object?> items, bool complete, List<FieldFault> faults)
    {
        var attribute = field.Attribute;
        var most = attribute.MaxItems > 0 ? attribute.MaxItems : CommonMaxItems;
        if (items.Count > most)
        {
            faults.Add(new(field.Name, new(
                $"{attribute.Name.Zh}最多 {most} 项，现在 {items.Count} 项", $"{attribute.Name.En} takes {most} items at most; it has {items.Count}")));
        }

        if (complete && attribute.Required && items.Count < Math.Max(1, attribute.Min))
        {
            faults.Add(new(field.Name, new(
                $"{attribute.Name.Zh}至少 {Math.Max(1, attribute.Min)} 项", $"{attribute.Name.En} needs {Math.Max(1, attribute.Min)} at least")));
        }

        // What is past the limit is refused as a whole.
        List<FieldFault> wrong = [];
        for (var i = 0; i < Math.Min(items.Count, most); i++)
        {
            CheckItem(field, $"{field.Name}[{i}]", i + 1, items[i], complete, wrong);
        }

        faults.AddRange(wrong.Take(MostWrongItems));
        if (wrong.Count > MostWrongItems)
        {
            faults.Add(new(field.Name, new(
                $"{attribute.Name.Zh}另有 {wrong.Count - MostWrongItems} 项需要修改", $"{attribute.Name.En}: {wrong.Count - MostWrongItems} more need a change")));
        }
    }

    private static void CheckItem(FormField field, string path, int number, object? item, bool complete, List<FieldFault> faults)
    {
        switch (item)
        {
            case string text:
                CheckText(field, path, text, faults);
                break;
            case Contracts.Needs.NeedIndicator indicator when complete && (indicator.Name.Length == 0 || indicator.Target.Length == 0):
                faults.Add(new(path, new(
                    $"第 {number} 行指标要写明名称和目标值", $"Indicator {number} needs a name and a target")));
                break;
            case Contracts.Needs.NeedIndicator row when row.TestMethod.Length > LongestNote
                || new[] { row.Name, row.Current, row.Target, row.Unit }.Any(t => t.Length > LongestCell):
                faults.Add(new(path, new(
                    $"第 {number} 行指标太长：名称、现状值、目标值和单位各不超过 {LongestCell} 字，检测方法不超过 {LongestNote} 字",
                    $"Indicator {number} is too long: {LongestCell} characters for name, values and unit, {LongestNote} for the test")));
                break;
            case Contracts.Achievements.IpItem ip when !IsCode("ipKinds", ip.Kind, complete) || !IsCode("ipStates", ip.Status, complete):
                faults.Add(new(path, new(
                    $"第 {number} 项知识产权的类型或状态不在列表中，请从列表中选择", $"Right {number} has a kind or state that is not in the list. Choose from it")));
                break;
            case Contracts.Achievements.IpItem ip when ip.Number.Length > LongestCell || ip.Owner.Length > LongestNote:
                faults.Add(new(path, new(
                    $"第 {number} 项知识产权太长：编号不超过 {LongestCell} 字，权利人不超过 {LongestNote} 字",
                    $"Right {number} is too long: {LongestCell} characters for the number, {LongestNote} for the owner")));
                break;
        }
    }

    // A draft's row that is not filled in yet has no code.
    private static bool IsCode(string list, string code, bool complete) => (code.Length == 0 && !complete) || CodeList.Of(list).Has(code);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        JsonArray array => array.SelectMany(Texts),
        JsonObject obj => obj.SelectMany(p => Texts(p.Value)),
        _ => [],
    };

    private static JsonNode? Tidy(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text.Trim()),
        JsonArray array => new JsonArray([.. array
            .Select(i => Tidy(i?.DeepClone()))
            .Where(i => i is not null && !(i is JsonValue v && v.TryGetValue<string>(out var s) && s.Length == 0))]),
        JsonObject obj => new JsonObject(obj.Select(p => KeyValuePair.Create(p.Key, Tidy(p.Value?.DeepClone())))),
        _ => node?.DeepClone(),
    };
}
