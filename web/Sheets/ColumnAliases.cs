using System.Text.Json;

namespace Matchmaking.Web.Sheets;

/// <summary>What people call a column besides the form's own words: file <c>columns.json</c>, by the field's name.</summary>
internal static class ColumnAliases
{
    private static readonly Dictionary<string, string[]> Names = Read();

    public static IReadOnlyList<string> Of(string field) => Names.GetValueOrDefault(field, []);

    private static Dictionary<string, string[]> Read()
    {
        using var stream = typeof(ColumnAliases).Assembly.GetManifestResourceStream("columns.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!;
    }
}
