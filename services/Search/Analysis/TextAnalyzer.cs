using System.Collections.Frozen;
using System.Globalization;
using Lucene.Net.Tartarus.Snowball.Ext;
using Matchmaking.Contracts;

namespace Matchmaking.Search.Analysis;

/// <summary>A token with its place in the original text.</summary>
/// <param name="Text">Normalised form, as indexed.</param>
/// <param name="Start">First UTF-16 code unit in the original.</param>
/// <param name="Length">Code units in the original.</param>
public readonly record struct Token(string Text, int Start, int Length);

/// <summary>
/// The one text analysis of the platform: width and case folded, Traditional made Simplified, CJK as unigrams and
/// bigrams (measured better than dictionary words, see shared benchmarks), Latin words stemmed, figures with their
/// units and formulas kept whole. Every engine indexes the tokens it gives, so engines rank alike.
/// </summary>
public static class TextAnalyzer
{
    /// <summary>Tokens that start at or above it are Chinese or Japanese, one or two characters long.</summary>
    public const char FirstCjk = '\u3040';

    private static readonly FrozenSet<string> EnglishStops = new[]
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of",
        "on", "or", "that", "the", "this", "to", "was", "were", "which", "with", "we", "not", "can", "been", "these",
    }.ToFrozenSet();

    // Function words and courtesies of problem descriptions: they match anything.
    private static readonly FrozenSet<char> ChineseStops = "的了和与及或在对为是有我们把被将也都就很以其所于之并而等但如从向由让使该此".ToFrozenSet();

    /// <summary>Tokens of a text, in order of their start.</summary>
    public static List<Token> Analyze(string? text)
    {
        var tokens = new List<Token>();
        if (string.IsNullOrEmpty(text))
        {
            return tokens;
        }

        for (var i = 0; i < text.Length;)
        {
            var c = Fold(text[i]);
            if (IsCjk(c))
            {
                i = ReadCjk(text, i, tokens);
            }
            else if (char.IsLetterOrDigit(c))
            {
                i = ReadWord(text, i, tokens);
            }
            else
            {
                i++;
            }
        }

        return tokens;
    }

    /// <summary>The text folded as tokens are, character by character.</summary>
    public static string Normalize(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Fold(source[i]);
        }
    });

    private static int ReadCjk(string text, int from, List<Token> tokens)
    {
        var end = from;
        while (end < text.Length && IsCjk(Fold(text[end])))
        {
            end++;
        }

        for (var i = from; i < end; i++)
        {
            var first = Fold(text[i]);
            if (!ChineseStops.Contains(first))
            {
                tokens.Add(new(first.ToString(), i, 1));
            }

            if (i + 1 < end)
            {
                var second = Fold(text[i + 1]);
                if (!ChineseStops.Contains(first) && !ChineseStops.Contains(second))
                {
                    tokens.Add(new(string.Create(2, (first, second), (s, p) => (s[0], s[1]) = p), i, 2));
                }
            }
        }

        return end;
    }

    private static int ReadWord(string text, int from, List<Token> tokens)
    {
        var end = from;
        while (end < text.Length && IsWordPart(text, end))
        {
            end++;
        }

        var word = Normalize(text[from..end]);
        if (word.All(char.IsAsciiLetter))
        {
            if (EnglishStops.Contains(word))
            {
                return end;
            }

            word = Stem(word);
        }

        tokens.Add(new(word, from, end - from));
        return end;
    }

    // "20CrMnTi", "0.5%", "150℃", "Al2O3" stay whole; a dot or dash counts only between two digits or letters.
    private static bool IsWordPart(string text, int at)
    {
        var c = Fold(text[at]);
        if (char.IsLetterOrDigit(c) && !IsCjk(c))
        {
            return true;
        }

        var inside = at > 0 && at + 1 < text.Length && char.IsAsciiLetterOrDigit(Fold(text[at - 1])) && char.IsAsciiLetterOrDigit(Fold(text[at + 1]));
        return (c is '.' && inside) || (c is '%' or '℃' or '°' or 'μ' && at > 0 && char.IsAsciiDigit(Fold(text[at - 1])));
    }

    private static string Stem(string word)
    {
        var stemmer = new EnglishStemmer();
        stemmer.SetCurrent(word);
        stemmer.Stem();
        return stemmer.Current;
    }

    private static bool IsCjk(char c) => c is >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or >= FirstCjk and <= '\u30ff';

    private static char Fold(char c)
    {
        c = c switch
        {
            >= '！' and <= '～' => (char)(c - 0xFEE0),
            '\u3000' => ' ',
            'µ' => 'μ',
            _ => c,
        };
        return Simplified.Of(c) is var simple && simple != c ? simple : char.ToLower(c, CultureInfo.InvariantCulture);
    }
}
