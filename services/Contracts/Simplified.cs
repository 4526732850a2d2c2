using System.Collections.Frozen;
using System.Text;

namespace Matchmaking.Contracts;

/// <summary>Traditional characters made Simplified.</summary>
public static class Simplified
{
    private static readonly FrozenDictionary<char, char> Characters = Load();

    /// <summary>The simplified form, or the character itself where it has none.</summary>
    public static char Of(char character) => Characters.GetValueOrDefault(character, character);

    private static FrozenDictionary<char, char> Load()
    {
        using var reader = new StreamReader(
            typeof(Simplified).Assembly.GetManifestResourceStream("TraditionalToSimplified.txt")!, Encoding.UTF8);
        var pairs = new Dictionary<char, char>();
        while (reader.ReadLine() is { } line)
        {
            if (line is [not '#', _])
            {
                pairs[line[0]] = line[1];
            }
        }

        return pairs.ToFrozenDictionary();
    }
}
