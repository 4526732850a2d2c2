using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// A text's vectors as they are stored: one for the whole and one for each token, shortened; all as signed bytes (the
/// largest component at 127). Laid out as two lengths, of the whole's vector and of a token's, and then the vectors, so
/// that a stored embedding is read where it lies.
/// </summary>
public sealed class TextEmbedding
{
    private const int Header = 2 * sizeof(ushort);

    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly int _width;

    private TextEmbedding(byte[] bytes)
    {
        (_bytes, _length, _width) = (bytes, BitConverter.ToUInt16(bytes), BitConverter.ToUInt16(bytes, sizeof(ushort)));
        Tokens = _width == 0 ? 0 : (bytes.Length - Header - _length) / _width;
    }

    /// <summary>Vector of the whole text.</summary>
    public ReadOnlySpan<sbyte> Sentence => Part(Header, _length);

    /// <summary>How many tokens have a vector.</summary>
    public int Tokens { get; }

    /// <summary>Vector of a token, counted from 0 in the order of the text.</summary>
    public ReadOnlySpan<sbyte> Token(int place) => Part(Header + _length + (place * _width), _width);

    public static TextEmbedding From(float[][] encoded, Projection projection)
    {
        var tokens = encoded.Skip(1).Select(projection.Apply).ToArray();
        var (length, width) = (encoded[0].Length, tokens.Length > 0 ? tokens[0].Length : 0);
        var bytes = new byte[Header + length + (tokens.Length * width)];
        BitConverter.TryWriteBytes(bytes, (ushort)length);
        BitConverter.TryWriteBytes(bytes.AsSpan(sizeof(ushort)), (ushort)width);
        Quantize(encoded[0], bytes.AsSpan(Header));
        for (var i = 0; i < tokens.Length; i++)
        {
            Quantize(tokens[i], bytes.AsSpan(Header + length + (i * width)));
        }

        return new(bytes);
    }

    /// <summary>Its stored form; not to be changed.</summary>
    public byte[] ToBytes() => _bytes;

    /// <param name="bytes">Of <see cref="ToBytes"/>; kept.</param>
    public static TextEmbedding FromBytes(byte[] bytes) => new(bytes);

    /// <inheritdoc cref="Restore(ReadOnlySpan{sbyte})" />
    public static float[] Restore(byte[] stored) => Restore(MemoryMarshal.Cast<byte, sbyte>(stored));

    /// <summary>Unit vector from its stored form.</summary>
    public static float[] Restore(ReadOnlySpan<sbyte> stored)
    {
        var vector = new float[stored.Length];
        TensorPrimitives.ConvertChecked(stored, vector.AsSpan());
        return LatentModel.Unit(vector);
    }

    private static void Quantize(float[] vector, Span<byte> bytes)
    {
        var scale = 127 / MathF.Max(MathF.Abs(TensorPrimitives.MaxMagnitude<float>(vector)), 1e-9f);
        for (var i = 0; i < vector.Length; i++)
        {
            bytes[i] = unchecked((byte)(sbyte)MathF.Round(vector[i] * scale));
        }
    }

    private ReadOnlySpan<sbyte> Part(int from, int length) => MemoryMarshal.Cast<byte, sbyte>(_bytes.AsSpan(from, length));
}
