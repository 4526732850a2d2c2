using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Services;

/// <summary>
/// Reads a posted step of a form over the content as it stands: only the fields that the step shows change, named in
/// its hidden <c>_fields</c>, so a step never wipes another one's answers.
/// </summary>
public static partial class FormReader
{
    /// <summary>Name of the hidden input that lists the step's fields.</summary>
    public const string FieldsInput = "_fields";

    // Items this long are sentences with punctuation of their own: one a line.
    private const int LongItem = 100;

    private static readonly char[] Lines = ['\n', '\r'];
    private static readonly char[] Separators = ['、', '，', ',', ';', '；', '\n', '\r', '\t'];

    /// <summary>The content with the posted fields in place.</summary>
    public static TContent Read<TContent>(IFormCollection form, TContent current) where TContent : class
    {
        var json = JsonSerializer.SerializeToNode(current, JsonDefaults.Options)!.AsObject();
        var shown = form[FieldsInput].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        foreach (var field in FormField.Of(typeof(TContent)).Where(f => shown.Contains(f.Name)))
        {
            json[field.Name] = Value(field, form);
        }

        return json.Deserialize<TContent>(JsonDefaults.Options)!;
    }

    private static JsonNode? Value(FormField field, IFormCollection form)
    {
        var type = Nullable.GetUnderlyingType(field.Property.PropertyType) ?? field.Property.PropertyType;
        var text = form[field.Name].ToString().Trim();
        if (type == typeof(string))
        {
            return text.Length == 0 && field.Attribute.Codes is not null ? null : JsonValue.Create(text);
        }

        if (type == typeof(bool))
        {
            return Nullable.GetUnderlyingType(field.Property.PropertyType) is null
                ? JsonValue.Create(text is "true" or "on")
                : text.Length == 0 ? null : JsonValue.Create(text == "true");
        }

        if (type == typeof(int))
        {
            return int.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : null;
        }

        if (type == typeof(double))
        {
            return double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null;
        }

        if (type == typeof(DateOnly))
        {
            return DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date) ? JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
        }

        if (type.IsEnum)
        {
            return JsonValue.Create(text);
        }

        if (type == typeof(IReadOnlyList<NeedIndicator>))
        {
            return new JsonArray([.. Rows(field.Name, form)
                .Select(row => new NeedIndicator(row("name"), row("current"), row("target"), row("unit"), row("testMethod"), row("mandatory") == "on"))
                .Where(i => (i.Name + i.Current + i.Target + i.Unit + i.TestMethod).Length > 0)
                .Select(i => JsonSerializer.SerializeToNode(i, JsonDefaults.Options))]);
        }

        if (type == typeof(IReadOnlyList<IpItem>))
        {
            return new JsonArray([.. Rows(field.Name, form)
                .Select(row => new IpItem(
                    row("kind"), row("number"), row("status"), row("owner"),
                    DateOnly.TryParse(row("expires"), CultureInfo.InvariantCulture, out var expires) ? expires : null, row("encumbered") == "on"))
                .Where(i => (i.Number + i.Owner).Length > 0)
                .Select(i => JsonSerializer.SerializeToNode(i, JsonDefaults.Options))]);
        }

        // A list of codes comes as checkboxes, a list of words as one line or text area.
        var items = field.Attribute.Codes is not null
            ? form[field.Name].Where(v => !string.IsNullOrEmpty(v)).Select(v => v!)
            : Spaced(field, text).Split(IsLines(field) ? Lines : Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new JsonArray([.. items.Select(i => (JsonNode)JsonValue.Create(i))]);
    }

    /// <summary>A list whose items are written one a line.</summary>
    public static bool IsLines(FormField field) =>
        field.Property.PropertyType == typeof(IReadOnlyList<string>) && field.Attribute.Codes is null && field.Attribute.Max >= LongItem;

    /// <summary>Keywords are also parted by spaces, but not inside an English expression.</summary>
    public static string Spaced(FormField field, string text) => field.Name == "keywords" ? BetweenChinese().Replace(text, "、") : text;

    [GeneratedRegex(@"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")]
    private static partial Regex BetweenChinese();

    private static IEnumerable<Func<string, string>> Rows(string name, IFormCollection form)
    {
        const int Most = 50;
        for (var i = 0; i < Most; i++)
        {
            var prefix = $"{name}[{i}].";
            if (!form.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal)))
            {
                yield break;
            }

            yield return part => form[prefix + part].ToString().Trim();
        }
    }
}
