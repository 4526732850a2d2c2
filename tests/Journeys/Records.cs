using System.Text;
using System.Text.Json;

namespace Matchmaking.Journeys.Tests;

/// <summary>What people wrote in Chinese, and names: it stays Chinese on a page in English.</summary>
internal static class Records
{
    private static readonly Lazy<string> Texts = new(Read);

    public static bool Know(string text) => Texts.Value.Contains(text, StringComparison.Ordinal);

    private static string Read()
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Demo"), "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            Collect(json.RootElement, all);
        }

        return all.ToString();
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
