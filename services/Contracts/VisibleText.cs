using System.Globalization;
using System.Text;

namespace Matchmaking.Contracts;

/// <summary>
/// Text as a reader sees it. Whoever hides a name from a comparison writes it so that people still read it: with characters
/// that nobody sees, in full width, spaced out, in Traditional characters, with letters of another script. What compares
/// names compares keys made here.
/// </summary>
public static class VisibleText
{
    // Letters by their category, and yet blank.
    private const string Blank = "\u115f\u1160\u3164\uffa0";

    // Capitals of other scripts that are drawn like Latin ones, and the Latin ones below them.
    private const string Foreign = "АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private const string Latin = "ABESIJKMHOPCTYXABEZHIKMNOPTYX";

    /// <summary>
    /// Letters and digits alone, blind to width, case, accents, composition, spaces, punctuation, what is invisible, and to
    /// Traditional or Simplified. Two texts that read alike have the same key.
    /// </summary>
    /// <returns>Empty where a reader sees no letter and no digit.</returns>
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.LetterNumber)
            {
                continue;
            }

            if (!rune.IsBmp)
            {
                key.Append(rune);
            }
            else if (!Blank.Contains((char)rune.Value))
            {
                var letter = char.ToUpperInvariant(Simplified.Of((char)rune.Value));
                key.Append(Foreign.IndexOf(letter) is var at and >= 0 ? Latin[at] : letter);
            }
        }

        return key.ToString();
    }

    /// <summary>The text in ordinary width and without what nobody sees; spaces and punctuation stay.</summary>
    public static string Plain(string text) => string.Concat(WellFormed(text).Normalize(NormalizationForm.FormKC).EnumerateRunes().Where(IsSeen));

    private static bool IsSeen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        && (!Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
        && !(rune.IsBmp && Blank.Contains((char)rune.Value));

    // Half a pair of surrogates cannot be normalised.
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());
}
