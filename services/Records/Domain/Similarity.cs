namespace Matchmaking.Records.Domain;

/// <summary>Likeness of two texts, for finding records that were filed twice.</summary>
public static class Similarity
{
    /// <summary>Jaccard coefficient of the texts' character bigrams, 0 (nothing shared) to 1 (the same).</summary>
    public static double Of(string a, string b)
    {
        var left = Bigrams(a);
        var right = Bigrams(b);
        if (left.Count == 0 || right.Count == 0)
        {
            return 0;
        }

        var shared = left.Count(right.Contains);
        return (double)shared / (left.Count + right.Count - shared);
    }

    private static HashSet<(char First, char Second)> Bigrams(string text)
    {
        var letters = text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray();
        return [.. letters.Zip(letters.Skip(1))];
    }
}
