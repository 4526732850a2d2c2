using Matchmaking.Contracts;

namespace Matchmaking.Hosting;

/// <summary>What is wrong with one field and what to do.</summary>
/// <param name="Field">Property path in camel case, such as <c>indicators[2].target</c>.</param>
public sealed record FieldFault(string Field, LocalText Text);

/// <summary>Keeps answers about faults short: what is wrong may be as much as was sent, and quotes what was sent.</summary>
public static class FieldFaults
{
    /// <summary>Faults that one answer names.</summary>
    public const int MostOfAnswer = 200;

    private const int LongestText = 500;

    /// <summary>Messages by field, as answers carry them.</summary>
    public static Dictionary<string, string[]> ByField(IEnumerable<FieldFault> faults, string language) =>
        faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => Cut(f.Text.In(language))).ToArray());

    /// <summary>The text, or its beginning where it is longer than anybody reads.</summary>
    public static string Cut(string text) => text.Length <= LongestText
        ? text
        : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)] + "…";
}
