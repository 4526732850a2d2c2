using System.Numerics.Tensors;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// A text's vectors as they are stored: one for the whole, and one for each two neighbouring tokens, shortened; all as
/// signed bytes (128 levels, the largest component at 127).
/// </summary>
public sealed class TextEmbedding
{
    private const int Pooled = 2;

    private TextEmbedding(sbyte[] sentence, sbyte[][] windows) => (Sentence, Windows) = (sentence, windows);

    /// <summary>Vector of the whole text.</summary>
    public sbyte[] Sentence { get; }

    /// <summary>Vectors of neighbouring tokens, in order.</summary>
    public IReadOnlyList<sbyte[]> Windows { get; }

    public static TextEmbedding From(float[][] encoded, Projection projection)
    {
        List<sbyte[]> windows = [];
        for (var i = 1; i < encoded.Length; i += Pooled)
        {
            var sum = new float[encoded[i].Length];
            for (var k = i; k < Math.Min(i + Pooled, encoded.Length); k++)
            {
                TensorPrimitives.Add(sum, encoded[k], sum);
            }

            windows.Add(Quantize(projection.Apply(sum)));
        }

        return new(Quantize(encoded[0]), [.. windows]);
    }

    public byte[] ToBytes()
    {
        var width = Windows.Count > 0 ? Windows[0].Length : 0;
        var bytes = new byte[4 + Sentence.Length + (Windows.Count * width)];
        BitConverter.TryWriteBytes(bytes, (ushort)Sentence.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(2), (ushort)width);
        Buffer.BlockCopy(Sentence, 0, bytes, 4, Sentence.Length);
        for (var i = 0; i < Windows.Count; i++)
        {
            Buffer.BlockCopy(Windows[i], 0, bytes, 4 + Sentence.Length + (i * width), width);
        }

        return bytes;
    }

    public static TextEmbedding FromBytes(byte[] bytes)
    {
        var (length, width) = (BitConverter.ToUInt16(bytes), BitConverter.ToUInt16(bytes, 2));
        var sentence = new sbyte[length];
        Buffer.BlockCopy(bytes, 4, sentence, 0, length);
        var windows = new sbyte[width == 0 ? 0 : (bytes.Length - 4 - length) / width][];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = new sbyte[width];
            Buffer.BlockCopy(bytes, 4 + length + (i * width), windows[i], 0, width);
        }

        return new(sentence, windows);
    }

    /// <summary>Unit vector from its stored form.</summary>
    public static float[] Restore(sbyte[] stored) => LatentModel.Unit([.. stored.Select(b => (float)b)]);

    private static sbyte[] Quantize(float[] vector)
    {
        var scale = 127 / MathF.Max(TensorPrimitives.MaxMagnitude<float>(vector) is var largest && largest < 0 ? -largest : largest, 1e-9f);
        return [.. vector.Select(v => (sbyte)MathF.Round(v * scale))];
    }
}
