using System.Text;
using System.Text.Json;
using Matchmaking.Browsing;

namespace Matchmaking.Journeys.Tests;

/// <summary>What people wrote in Chinese, and names: it stays Chinese on a page in English.</summary>
internal static class Records
{
    private static readonly Lazy<string> Texts = new(Read);

    // A title made of two fields, a target quoted from a list of indicators.
    public static bool Know(string text) => text
        .Split(['（', '）', '“', '”', '。'], StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.StartsWith("目标", StringComparison.Ordinal) ? part[2..].TrimStart('＜', '≥', '≤').TrimEnd('%') : part)
        .All(part => Texts.Value.Contains(part, StringComparison.Ordinal) || Visitor.Typed.Any(t => t.Contains(part, StringComparison.Ordinal)));

    private static string Read()
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Demo"), "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            Collect(json.RootElement, all);
        }

        // Who reviewed the demo records.
        return all.AppendLine("科技局审核员").ToString();
    }

    private static void Collect(JsonElement element, StringBuilder into)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                into.AppendLine(element.GetString());
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, into);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(property.Value, into);
                }

                break;
        }
    }
}
