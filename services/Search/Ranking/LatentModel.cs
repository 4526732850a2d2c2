using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Latent semantic analysis (Deerwester et al., 1990) learned from the platform's own texts: tokens that occur in the
/// same company get similar vectors. Trained by a randomised singular value decomposition (Halko, Martinsson and Tropp,
/// 2011) on a sample of the texts; a text's vector is computed from its tokens, so new records need no training.
/// </summary>
public sealed class LatentModel
{
    private const int Oversampling = 20;
    private const int Iterations = 3;
    private const int Seed = 5;

    // One after the other in one array: a ranking looks up tens of thousands of them.
    private readonly float[] _vectors;
    private readonly Dictionary<uint, int> _places;

    private LatentModel(int dimensions, Dictionary<uint, int> places, float[] vectors) => (Dimensions, _places, _vectors) = (dimensions, places, vectors);

    public int Dimensions { get; }

    /// <summary>Tokens it knows.</summary>
    public int Vocabulary => _places.Count;

    /// <summary>Learns from texts; the same texts in the same order give the same model.</summary>
    /// <param name="dimensions">Wanted dimensions; a base of few texts gets fewer.</param>
    public static LatentModel Train(IReadOnlyList<TokenBag> texts, int dimensions, CancellationToken cancellation = default)
    {
        var frequencies = new Dictionary<uint, int>();
        foreach (var text in texts)
        {
            foreach (var token in text.Tokens)
            {
                frequencies[token] = frequencies.GetValueOrDefault(token) + 1;
            }
        }

        // A token of one text has no company to learn from.
        var ids = frequencies.Where(f => f.Value > 1).Select(f => f.Key).ToArray();
        var places = new Dictionary<uint, int>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            places[ids[i]] = i;
        }

        var idf = ids.Select(t => (float)Math.Log(1 + ((texts.Count - frequencies[t] + 0.5) / (frequencies[t] + 0.5)))).ToArray();
        var rows = texts.Select(t => Row(t, places, idf)).ToArray();
        dimensions = Math.Min(dimensions, Math.Min(texts.Count, ids.Length) / 2);
        if (dimensions == 0)
        {
            return new(0, [], []);
        }

        var width = Math.Min(dimensions + Oversampling, Math.Min(texts.Count, ids.Length));
        var right = RandomColumns(ids.Length, width);
        var left = new float[rows.Length][];
        for (var iteration = 0; iteration <= Iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.Length; i++)
            {
                left[i] = new float[width];
                foreach (var (token, weight) in rows[i])
                {
                    TensorPrimitives.MultiplyAdd(right[token], weight, left[i], left[i]);
                }
            }

            Orthonormalize(left, width);
            foreach (var column in right)
            {
                Array.Clear(column);
            }

            for (var i = 0; i < rows.Length; i++)
            {
                foreach (var (token, weight) in rows[i])
                {
                    TensorPrimitives.MultiplyAdd(left[i], weight, right[token], right[token]);
                }
            }

            if (iteration < Iterations)
            {
                Orthonormalize(right, width);
            }
        }

        var basis = PrincipalDirections(right, width, dimensions);
        var vectors = new float[ids.Length * dimensions];
        for (var i = 0; i < ids.Length; i++)
        {
            var vector = vectors.AsSpan(i * dimensions, dimensions);
            for (var k = 0; k < dimensions; k++)
            {
                // The token's own rarity is kept in its vector, so a text's vector is a plain sum.
                vector[k] = TensorPrimitives.Dot<float>(right[i], basis[k]) * idf[i];
            }
        }

        return new(dimensions, places, vectors);
    }

    /// <summary>Unit vector of a text, or the zero vector where no token is known.</summary>
    /// <param name="also">Further tokens that count as if they stood in the text once.</param>
    public float[] VectorOf(TokenBag text, IEnumerable<uint>? also = null)
    {
        var vector = new float[Dimensions];
        foreach (var token in also ?? [])
        {
            if (_places.TryGetValue(token, out var place))
            {
                TensorPrimitives.Add(vector, Of(place), vector);
            }
        }

        var tokens = text.Span;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (_places.TryGetValue(tokens[i], out var place))
            {
                TensorPrimitives.MultiplyAdd(Of(place), Damp(text.CountAt(i)), vector, vector);
            }
        }

        return Unit(vector);
    }

    internal static float[] Unit(float[] vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }

        return vector;
    }

    private ReadOnlySpan<float> Of(int place) => _vectors.AsSpan(place * Dimensions, Dimensions);

    private static float Damp(int count) => 1 + MathF.Log(count);

    private static (int Token, float Weight)[] Row(TokenBag text, Dictionary<uint, int> places, float[] idf)
    {
        var row = new List<(int Token, float Weight)>(text.Tokens.Count);
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            if (places.TryGetValue(text.Tokens[i], out var place))
            {
                row.Add((place, Damp(text.CountAt(i)) * idf[place]));
            }
        }

        var norm = MathF.Sqrt(row.Sum(r => r.Weight * r.Weight));
        return [.. row.Select(r => (r.Token, r.Weight / MathF.Max(norm, 1e-9f)))];
    }

    private static float[][] RandomColumns(int rows, int width)
    {
        var random = new Random(Seed);
        var columns = new float[rows][];
        for (var i = 0; i < rows; i++)
        {
            columns[i] = new float[width];
            for (var k = 0; k < width; k++)
            {
                columns[i][k] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
            }
        }

        return columns;
    }

    // Cholesky QR: the rows times the inverse of the Gram matrix's Cholesky factor are orthonormal columns.
    private static void Orthonormalize(float[][] rows, int width)
    {
        var gram = Gram(rows, width);
        for (var i = 0; i < width; i++)
        {
            // Keeps the factorisation going where a direction has died out.
            gram[i, i] += 1e-9 * (1 + gram[i, i]);
        }

        var factor = gram.Cholesky().Factor;
        foreach (var row in rows)
        {
            for (var i = 0; i < width; i++)
            {
                var sum = (double)row[i];
                for (var j = 0; j < i; j++)
                {
                    sum -= factor[i, j] * row[j];
                }

                row[i] = (float)(sum / factor[i, i]);
            }
        }
    }

    private static float[][] PrincipalDirections(float[][] rows, int width, int dimensions)
    {
        var eigen = Gram(rows, width).Evd(Symmetricity.Symmetric);
        // Ascending eigenvalues: the last are the strongest. Divided by the singular value they make unit columns.
        return [.. Enumerable.Range(1, dimensions).Select(k =>
        {
            var column = width - k;
            var singular = Math.Sqrt(Math.Max(eigen.EigenValues[column].Real, 1e-9));
            return eigen.EigenVectors.Column(column).Select(v => (float)(v / singular)).ToArray();
        })];
    }

    private static Matrix<double> Gram(float[][] rows, int width)
    {
        var sums = new double[width][];
        for (var i = 0; i < width; i++)
        {
            sums[i] = new double[width];
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < width; i++)
            {
                var value = (double)row[i];
                for (var j = i; j < width; j++)
                {
                    sums[i][j] += value * row[j];
                }
            }
        }

        return Matrix<double>.Build.Dense(width, width, (i, j) => i <= j ? sums[i][j] : sums[j][i]);
    }
}
