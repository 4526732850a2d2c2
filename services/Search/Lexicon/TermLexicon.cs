using System.Text;

namespace Matchmaking.Search.Lexicon;

/// <summary>
/// All entries: those the platform ships, then the operator's own files. An operator's entry replaces a shipped one of
/// the same field and shop word.
/// </summary>
public sealed class TermLexicon
{
    private TermLexicon(IEnumerable<LexiconEntry> entries) => Entries = [.. entries];

    /// <summary>Every entry once.</summary>
    public IReadOnlyList<LexiconEntry> Entries { get; }

    /// <summary>A lexicon without entries: ranking as if there were none.</summary>
    public static TermLexicon Empty { get; } = new([]);

    /// <summary>Reads the shipped files and those of a folder.</summary>
    /// <param name="folder">The operator's folder of *.tsv files, or null.</param>
    /// <exception cref="InvalidOperationException">The folder is missing or a file of it has faults; the message names each.</exception>
    public static TermLexicon Load(string? folder = null)
    {
        List<string> faults = [];
        var entries = Shipped(faults);
        if (folder is not null)
        {
            if (!Directory.Exists(folder))
            {
                throw new InvalidOperationException($"Search:Lexicon:Path '{folder}' is not a folder.");
            }

            foreach (var path in Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
            {
                using var reader = new StreamReader(path, Encoding.UTF8);
                entries = entries.Concat(LexiconFile.Read(Path.GetFileName(path), reader, faults));
            }
        }

        var last = new Dictionary<(string Field, string Shop), LexiconEntry>();
        foreach (var entry in entries)
        {
            last[(entry.Field, entry.Shop)] = entry;
        }

        return faults.Count == 0 ? new(last.Values) : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<LexiconEntry> Shipped(List<string> faults)
    {
        const string Prefix = "lexicon/";
        var assembly = typeof(TermLexicon).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            foreach (var entry in LexiconFile.Read(name[Prefix.Length..], reader, faults))
            {
                yield return entry;
            }
        }
    }
}
