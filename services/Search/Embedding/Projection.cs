using System.Numerics.Tensors;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;
using MathNet.Numerics.LinearAlgebra;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// Shortens token vectors to the directions in which a model's tokens differ most (principal components without
/// centring). Learned from the shipped lexicon's words, so it depends on the model alone, never on anybody's records.
/// </summary>
public sealed class Projection
{
    /// <summary>Length of a shortened vector.</summary>
    public const int Dimensions = 256;

    private const int SampleTexts = 800;

    private readonly float[][] _directions;

    private Projection(float[][] directions) => _directions = directions;

    public static Projection Learn(SentenceEncoder encoder, TermLexicon lexicon)
    {
        var step = Math.Max(1, lexicon.Entries.Count / SampleTexts);
        var gram = Matrix<double>.Build.Dense(encoder.Dimensions, encoder.Dimensions);
        for (var i = 0; i < lexicon.Entries.Count; i += step)
        {
            var entry = lexicon.Entries[i];
            var tokens = encoder.Encode($"{entry.Shop}，{string.Join('、', entry.Academic)}").Skip(1).ToArray();
            var rows = Matrix<double>.Build.Dense(tokens.Length, encoder.Dimensions, (r, c) => tokens[r][c]);
            gram += rows.TransposeThisAndMultiply(rows);
        }

        var eigen = gram.Evd(Symmetricity.Symmetric);
        return new([.. Enumerable.Range(1, Math.Min(Dimensions, encoder.Dimensions))
            .Select(k => eigen.EigenVectors.Column(encoder.Dimensions - k).Select(v => (float)v).ToArray())]);
    }

    /// <summary>Unit vector of the shortened vector.</summary>
    public float[] Apply(float[] vector)
    {
        var shortened = new float[_directions.Length];
        for (var k = 0; k < shortened.Length; k++)
        {
            shortened[k] = TensorPrimitives.Dot<float>(vector, _directions[k]);
        }

        return LatentModel.Unit(shortened);
    }
}
