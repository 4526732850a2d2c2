using System.Text;
using System.Text.RegularExpressions;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>Numbers of records as people type or paste them.</summary>
public static partial class RecordNumbers
{
    /// <summary>The kind and the number in its usual form; null where the text is none.</summary>
    public static (RecordKind Kind, string Number)? Parse(string? text)
    {
        var tidy = Dashes().Replace((text ?? "").Normalize(NormalizationForm.FormKC).ToUpperInvariant(), "-");
        return Number().Match(Blanks().Replace(tidy, "")) is { Success: true } match
            ? (match.Value[0] switch { 'N' => RecordKind.Need, 'A' => RecordKind.Achievement, _ => RecordKind.Expert }, match.Value)
            : null;
    }

    /// <summary>The kind and id in the address of a record's page; null where there is none.</summary>
    public static (RecordKind Kind, Guid Id)? ParseAddress(string? text) =>
        Address().Match(text ?? "") is { Success: true } match && Paths.KindOf(match.Groups[1].Value) is { } kind
            ? (kind, Guid.Parse(match.Groups[2].Value))
            : null;

    [GeneratedRegex("^[NAE]-[0-9]{4}-[0-9]{4,}$")]
    private static partial Regex Number();

    [GeneratedRegex("[‐-―－﹣−]")]
    private static partial Regex Dashes();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blanks();

    [GeneratedRegex("/(needs|achievements|experts)/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")]
    private static partial Regex Address();
}
