namespace Matchmaking.Web.Services;

/// <summary>A stretch of a text and whether the other version lacks it.</summary>
public readonly record struct DiffPart(string Text, bool Changed);

/// <summary>
/// Marks what differs between two versions of a text: Chinese by character, Latin words and figures whole, so that
/// a changed value such as 12.5 is never shown as half a number.
/// </summary>
public static class TextDiff
{
    private const int LongestCompared = 1500;

    /// <summary>Both versions in parts, in order; joined they give the texts back.</summary>
    public static (IReadOnlyList<DiffPart> Before, IReadOnlyList<DiffPart> After) Compare(string before, string after)
    {
        var left = Split(before);
        var right = Split(after);
        if (left.Count > LongestCompared || right.Count > LongestCompared)
        {
            return before == after
                ? ([new(before, false)], [new(after, false)])
                : ([new(before, true)], [new(after, true)]);
        }

        var (keptLeft, keptRight) = Common(left, right);
        return (Join(left, keptLeft), Join(right, keptRight));
    }

    /// <summary>Latin words and numbers stay whole, everything else is one character.</summary>
    internal static List<string> Split(string text)
    {
        List<string> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (IsWord(text[at]))
            {
                while (end < text.Length && (IsWord(text[end]) || IsInsideNumber(text, end)))
                {
                    end++;
                }
            }
            else if (char.IsHighSurrogate(text[at]) && end < text.Length)
            {
                end++;
            }

            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c);

    private static bool IsInsideNumber(string text, int at) =>
        text[at] is '.' or ',' && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static (bool[] Left, bool[] Right) Common(List<string> left, List<string> right)
    {
        var lengths = new ushort[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = left[i] == right[j]
                    ? (ushort)(lengths[i + 1, j + 1] + 1)
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var (keptLeft, keptRight) = (new bool[left.Count], new bool[right.Count]);
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            if (left[i] == right[j])
            {
                keptLeft[i++] = keptRight[j++] = true;
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return (keptLeft, keptRight);
    }

    private static List<DiffPart> Join(List<string> tokens, bool[] kept)
    {
        List<DiffPart> parts = [];
        for (var at = 0; at < tokens.Count;)
        {
            var end = at + 1;
            while (end < tokens.Count && kept[end] == kept[at])
            {
                end++;
            }

            parts.Add(new(string.Concat(tokens[at..end]), !kept[at]));
            at = end;
        }

        return parts;
    }
}
