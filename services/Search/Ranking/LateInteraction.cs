using System.Numerics.Tensors;
using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Token-level late interaction (Khattab and Zaharia, 2020): each token of the asker's text looks for the most similar
/// place of the partner's text.
/// </summary>
internal static class LateInteraction
{
    /// <summary>Mean over the asker's tokens of the best cosine among the partner's windows; −1 to 1, 0 for an empty text.</summary>
    /// <param name="asker">Unit vectors of the asker's tokens, shortened.</param>
    public static double Score(float[][] asker, TextEmbedding partner)
    {
        if (asker.Length == 0 || partner.Windows.Count == 0)
        {
            return 0;
        }

        var windows = new float[partner.Windows.Count][];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = TextEmbedding.Restore(partner.Windows[i]);
        }

        var sum = 0.0;
        foreach (var token in asker)
        {
            var best = -1f;
            foreach (var window in windows)
            {
                best = MathF.Max(best, TensorPrimitives.Dot<float>(token, window));
            }

            sum += best;
        }

        return sum / asker.Length;
    }
}
