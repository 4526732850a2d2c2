using System.Numerics;
using System.Runtime.InteropServices;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// A vector in a byte a dimension: a quarter of the room and of the memory traffic, for an error of the cosine below
/// 0.01. Laid out as the step's size, four bytes, and then the steps.
/// </summary>
internal static class QuantisedVector
{
    private const int Header = sizeof(float);
    private const float Steps = 127;

    /// <summary>The vector's bytes.</summary>
    public static byte[] From(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var value in vector)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        var step = largest / Steps;
        var bytes = new byte[Header + vector.Length];
        MemoryMarshal.Write(bytes, step);
        for (var i = 0; i < vector.Length && step > 0; i++)
        {
            bytes[Header + i] = unchecked((byte)(sbyte)MathF.Round(vector[i] / step));
        }

        return bytes;
    }

    /// <summary>The dot product of two vectors of the same length.</summary>
    public static float Dot(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var left = MemoryMarshal.Cast<byte, sbyte>(a[Header..]);
        var right = MemoryMarshal.Cast<byte, sbyte>(b[Header..]);
        var sums = Vector<int>.Zero;
        var i = 0;
        for (; i + Vector<sbyte>.Count <= left.Length; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(left[i..]), out var leftLow, out var leftHigh);
            Vector.Widen(new Vector<sbyte>(right[i..]), out var rightLow, out var rightHigh);
            // Two products of 127 * 127 still fit in a short.
            Vector.Widen((leftLow * rightLow) + (leftHigh * rightHigh), out var low, out var high);
            sums += low + high;
        }

        var sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum * MemoryMarshal.Read<float>(a) * MemoryMarshal.Read<float>(b);
    }
}
