namespace Matchmaking.Hosting;

/// <summary>Texts of one line: names and contacts stand in lists and in headers of mails.</summary>
public static class OneLine
{
    /// <summary>Whether a text has no line breaks or other control characters.</summary>
    public static bool Is(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
