using System.Numerics.Tensors;
using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Token-level late interaction (Khattab and Zaharia, 2020): each token of the asker's text looks for the most similar
/// place of the partner's text.
/// </summary>
internal static class LateInteraction
{
    // Tokens that find a real counterpart count for more than many that find a half one: measured better than the mean.
    private const int Power = 4;

    /// <summary>
    /// Power mean (exponent 4, without the root) over the asker's tokens of the best cosine among the partner's tokens;
    /// 0 to 1, 0 for an empty text.
    /// </summary>
    /// <param name="asker">Unit vectors of the asker's tokens, shortened.</param>
    public static double Score(float[][] asker, TextEmbedding partner)
    {
        if (asker.Length == 0 || partner.Tokens.Count == 0)
        {
            return 0;
        }

        var tokens = new float[partner.Tokens.Count][];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = TextEmbedding.Restore(partner.Tokens[i]);
        }

        var sum = 0.0;
        foreach (var token in asker)
        {
            var best = 0f;
            foreach (var other in tokens)
            {
                best = MathF.Max(best, TensorPrimitives.Dot<float>(token, other));
            }

            sum += Math.Pow(best, Power);
        }

        return sum / asker.Length;
    }
}
