using Matchmaking.Contracts.Codes;

namespace Matchmaking.Search.Lexicon;

/// <summary>
/// Reads a lexicon file: UTF-8, one entry a line, <c>shop TAB academic TAB english TAB direction</c>, alternatives
/// separated by |, direction <c>both</c> or <c>to-academic</c>. The file's name up to the first dot or dash is the field's code.
/// </summary>
internal static class LexiconFile
{
    private const int LongestTerm = 60;

    /// <param name="name">File name without folder, for example manufacturing.tsv.</param>
    /// <param name="faults">One line a fault, naming file, line and column.</param>
    public static IReadOnlyList<LexiconEntry> Read(string name, TextReader reader, List<string> faults)
    {
        var field = name[..name.AsSpan().IndexOfAny('.', '-')];
        if (!CodeList.Of("fields").Has(field))
        {
            faults.Add($"{name}: '{field}' is not a field; name the file after one of {string.Join(", ", CodeList.Of("fields").Codes.Select(c => c.Value))}");
            return [];
        }

        List<LexiconEntry> entries = [];
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var columns = line.Split('\t');
            if (columns.Length != 4)
            {
                faults.Add($"{name}:{number}: expected 4 columns separated by tabs, found {columns.Length}");
                continue;
            }

            var entry = new LexiconEntry(field, columns[0].Trim(), Terms(columns[1]), Terms(columns[2]), columns[3].Trim() == "both");
            if (entry.Shop.Length == 0 || entry.Academic.Count == 0)
            {
                faults.Add($"{name}:{number}: {(entry.Shop.Length == 0 ? "shop" : "academic")}: a term is required");
            }
            else if (columns[3].Trim() is not ("both" or "to-academic"))
            {
                faults.Add($"{name}:{number}: direction: '{columns[3].Trim()}' must be both or to-academic");
            }
            else if (entry.Terms.Append(entry.Shop).FirstOrDefault(t => t.Length > LongestTerm) is { } term)
            {
                faults.Add($"{name}:{number}: '{term}' is longer than {LongestTerm} characters");
            }
            else
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static string[] Terms(string column) => column.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
