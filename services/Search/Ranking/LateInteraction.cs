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
        if (asker.Length == 0 || partner.Tokens == 0)
        {
            return 0;
        }

        var best = new float[asker.Length];
        var token = new float[partner.Token(0).Length];
        for (var i = 0; i < partner.Tokens; i++)
        {
            TensorPrimitives.ConvertChecked(partner.Token(i), token.AsSpan());
            // A vector of nothing has no direction: it is like none.
            var scale = 1 / MathF.Max(TensorPrimitives.Norm<float>(token), 1e-9f);
            for (var a = 0; a < best.Length; a++)
            {
                best[a] = MathF.Max(best[a], TensorPrimitives.Dot<float>(asker[a], token) * scale);
            }
        }

        return best.Average(b => Math.Pow(b, Power));
    }
}
