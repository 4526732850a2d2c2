using System.Collections.Frozen;
using System.Text.Json;

namespace Matchmaking.Web.Sheets;

/// <summary>What people call a column besides the form's own words: file <c>columns.json</c>, by the field's name.</summary>
internal static class ColumnAliases
{
    private static readonly FrozenDictionary<string, string[]> Names = Read();

    public static IReadOnlyList<string> Of(string field) => Names.GetValueOrDefault(field, []);

    private static FrozenDictionary<string, string[]> Read()
    {
        using var stream = typeof(ColumnAliases).Assembly.GetManifestResourceStream("columns.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!.ToFrozenDictionary();
    }
}
