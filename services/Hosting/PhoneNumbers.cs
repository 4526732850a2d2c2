using System.Text.RegularExpressions;

namespace Matchmaking.Hosting;

/// <summary>Phone numbers as people in China write them.</summary>
public static partial class PhoneNumbers
{
    /// <summary>An 11-digit mobile number or a land line with area code, with or without +86, spaces and dashes.</summary>
    public static bool IsPlausible(string text) => Pattern().IsMatch(text.Replace(" ", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^(\+?86-?)?(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|400-?\d{3}-?\d{4})$")]
    private static partial Regex Pattern();
}
