using System.Numerics.Tensors;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// A text's vectors as they are stored: one for the whole and one for each token, shortened; all as signed bytes (the
/// largest component at 127).
/// </summary>
public sealed class TextEmbedding
{
    private TextEmbedding(sbyte[] sentence, sbyte[][] tokens) => (Sentence, Tokens) = (sentence, tokens);

    /// <summary>Vector of the whole text.</summary>
    public sbyte[] Sentence { get; }

    /// <summary>Vectors of the tokens, in order.</summary>
    public IReadOnlyList<sbyte[]> Tokens { get; }

    public static TextEmbedding From(float[][] encoded, Projection projection)
    {
        return new(Quantize(encoded[0]), [.. encoded.Skip(1).Select(v => Quantize(projection.Apply(v)))]);
    }

    public byte[] ToBytes()
    {
        var width = Tokens.Count > 0 ? Tokens[0].Length : 0;
        var bytes = new byte[4 + Sentence.Length + (Tokens.Count * width)];
        BitConverter.TryWriteBytes(bytes, (ushort)Sentence.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(2), (ushort)width);
        Buffer.BlockCopy(Sentence, 0, bytes, 4, Sentence.Length);
        for (var i = 0; i < Tokens.Count; i++)
        {
            Buffer.BlockCopy(Tokens[i], 0, bytes, 4 + Sentence.Length + (i * width), width);
        }

        return bytes;
    }

    public static TextEmbedding FromBytes(byte[] bytes)
    {
        var (length, width) = (BitConverter.ToUInt16(bytes), BitConverter.ToUInt16(bytes, 2));
        var sentence = new sbyte[length];
        Buffer.BlockCopy(bytes, 4, sentence, 0, length);
        var tokens = new sbyte[width == 0 ? 0 : (bytes.Length - 4 - length) / width][];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = new sbyte[width];
            Buffer.BlockCopy(bytes, 4 + length + (i * width), tokens[i], 0, width);
        }

        return new(sentence, tokens);
    }

    /// <summary>Unit vector from its stored form.</summary>
    public static float[] Restore(sbyte[] stored) => LatentModel.Unit([.. stored.Select(b => (float)b)]);

    private static sbyte[] Quantize(float[] vector)
    {
        var scale = 127 / MathF.Max(MathF.Abs(TensorPrimitives.MaxMagnitude<float>(vector)), 1e-9f);
        return [.. vector.Select(v => (sbyte)MathF.Round(v * scale))];
    }
}
