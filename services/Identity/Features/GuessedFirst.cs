using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Matchmaking.Identity.Features;

/// <summary>
/// Whether a password is put together from what guessers try first: common words and pinyin (data, <c>Features/common-words.txt</c>),
/// the holder's own names, sequences, neighbouring keys, years and dates. Each such piece counts as one character, whatever
/// its length; what remains must be worth some.
/// </summary>
internal static partial class GuessedFirst
{
    private const int LeastWorth = 5;
    private const int ShortestPiece = 3;
    private const int ShortestChineseName = 2;

    // What stands in instructions and is copied from them.
    private static readonly string[] Examples = ["change-me", "changeme", "change_me"];

    // Rows and columns of the keyboard, and the ways fingers wander over both.
    private static readonly string[] Walks =
    [
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qweasdzxcrtyfghvbnuiojklm", "!@#$%^&*()", "147258369", "159357",
    ];

    private static readonly string[] WalksBack = [.. Walks.Select(w => new string([.. w.Reverse()]))];

    private static readonly FrozenSet<string> Words = LoadWords();

    private static readonly int LongestWord = Words.Max(w => w.Length);

    public static bool Holds(string password, IEnumerable<string?> names)
    {
        var text = password.ToLowerInvariant();
        if (text.All(char.IsAsciiDigit) || Examples.Any(text.Contains))
        {
            return true;
        }

        List<string> own = [.. names.SelectMany(PiecesOf)];
        return WorthOf(text, own) < LeastWorth;
    }

    // The fewest pieces and single characters that make up the text.
    private static int WorthOf(string text, List<string> own)
    {
        var plain = Plain(text);
        var worth = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            worth[end] = worth[end - 1] + 1;
            for (var start = Math.Max(0, end - Math.Max(LongestWord, 40)); start < end - 1; start++)
            {
                if (worth[start] + 1 < worth[end]
                    && (IsPiece(text.AsSpan(start, end - start), own) || IsPiece(plain.AsSpan(start, end - start), own)))
                {
                    worth[end] = worth[start] + 1;
                }
            }
        }

        return worth[^1];
    }

    private static bool IsPiece(ReadOnlySpan<char> piece, List<string> own)
    {
        if (piece.Length < ShortestPiece)
        {
            // Two of the same, such as !! at the end; Chinese names are short.
            return piece[0] == piece[1] || IsOwn(piece, own);
        }

        return piece.Trim(piece[0]).IsEmpty
            || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(piece)
            || IsOwn(piece, own)
            || IsIn(piece, Walks)
            || IsIn(piece, WalksBack)
            || Date().IsMatch(piece);
    }

    private static bool IsOwn(ReadOnlySpan<char> piece, List<string> own) => IsIn(piece, own, whole: true);

    private static bool IsIn(ReadOnlySpan<char> piece, IEnumerable<string> texts, bool whole = false)
    {
        foreach (var text in texts)
        {
            if (whole ? piece.Equals(text, StringComparison.Ordinal) : text.AsSpan().Contains(piece, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // What people write for letters: P@ssw0rd is a password.
    private static string Plain(string text) => string.Concat(text.Select(c => c switch
    {
        '@' or '4' => 'a',
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    private static IEnumerable<string> PiecesOf(string? name) =>
        Separators().Split(name?.ToLowerInvariant() ?? "")
            .Where(p => p.Length >= ShortestPiece || (p.Length >= ShortestChineseName && p.All(c => c > 0x2E80)));

    private static FrozenSet<string> LoadWords()
    {
        using var reader = new StreamReader(typeof(GuessedFirst).Assembly.GetManifestResourceStream("common-words.txt")!);
        return reader.ReadToEnd().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }

    // 1990, 2026, 199001, 900101, 19900101, 0101; mobile numbers.
    [GeneratedRegex(@"^((19|20)\d\d((0[1-9]|1[0-2])([0-2]\d|3[01])?)?|\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])|(0[1-9]|1[0-2])([0-2]\d|3[01])|1[3-9]\d{9})$")]
    private static partial Regex Date();

    [GeneratedRegex(@"[\s\p{P}\p{S}]+")]
    private static partial Regex Separators();
}
