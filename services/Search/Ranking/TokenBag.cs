using System.Buffers.Binary;
using Matchmaking.Search.Analysis;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// A text as the ranker sees it: which tokens, how often. Tokens are 32-bit FNV-1a hashes; among a million different
/// tokens about one in nine thousand shares its hash with another, which no measure notices.
/// </summary>
public sealed class TokenBag
{
    private readonly uint[] _tokens;
    private readonly ushort[] _counts;

    private TokenBag(uint[] tokens, ushort[] counts, int words)
    {
        _tokens = tokens;
        _counts = counts;
        Words = words;
        foreach (var count in counts)
        {
            Length += count;
        }
    }

    /// <summary>Distinct tokens, ascending.</summary>
    public IReadOnlyList<uint> Tokens => _tokens;

    /// <summary>The same for tight loops.</summary>
    public ReadOnlySpan<uint> Span => _tokens;

    /// <summary>Tokens in all, unigrams and bigrams.</summary>
    public int Length { get; }

    /// <summary>Length in words, so that languages compare: two Chinese characters or one Latin word or figure.</summary>
    public int Words { get; }

    public static TokenBag Of(string text)
    {
        var counts = new SortedDictionary<uint, ushort>();
        var (characters, words) = (0, 0);
        foreach (var token in TextAnalyzer.Analyze(text))
        {
            var id = IdOf(token.Text);
            var count = counts.GetValueOrDefault(id);
            counts[id] = count < ushort.MaxValue ? (ushort)(count + 1) : count;
            if (token.Text[0] < TextAnalyzer.FirstCjk)
            {
                words++;
            }
            else if (token.Text.Length == 1)
            {
                characters++;
            }
        }

        return new([.. counts.Keys], [.. counts.Values], words + (characters / 2));
    }

    /// <summary>The token's hash: stable over processes and versions, it is stored.</summary>
    public static uint IdOf(string token)
    {
        var hash = 2166136261u;
        foreach (var c in token)
        {
            hash = (hash ^ (byte)c) * 16777619u;
            hash = (hash ^ (byte)(c >> 8)) * 16777619u;
        }

        return hash;
    }

    /// <summary>How often a token occurs.</summary>
    public int CountOf(uint token) => Array.BinarySearch(_tokens, token) is >= 0 and var at ? _counts[at] : 0;

    /// <summary>Occurrences of the token at a place of <see cref="Tokens"/>.</summary>
    public int CountAt(int place) => _counts[place];

    public byte[] ToBytes()
    {
        var bytes = new byte[4 + (_tokens.Length * 6)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Words);
        for (var i = 0; i < _tokens.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 + (i * 6)), _tokens[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8 + (i * 6)), _counts[i]);
        }

        return bytes;
    }

    public static TokenBag FromBytes(ReadOnlySpan<byte> bytes)
    {
        var length = (bytes.Length - 4) / 6;
        var (tokens, counts) = (new uint[length], new ushort[length]);
        for (var i = 0; i < length; i++)
        {
            tokens[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + (i * 6))..]);
            counts[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(8 + (i * 6))..]);
        }

        return new(tokens, counts, BinaryPrimitives.ReadInt32LittleEndian(bytes));
    }
}
