namespace Matchmaking.Search.Batch;

/// <summary>Measures of a ranking against graded judgements; a document that is not judged counts as grade 0.</summary>
public static class RankingMeasures
{
    /// <summary>Normalised discounted cumulative gain, gain 2^grade − 1, discount log2(rank + 1); 0 to 1.</summary>
    public static double Ndcg(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var ideal = Dcg(grades.Values.OrderByDescending(g => g).Take(depth));
        return ideal == 0 ? 0 : Dcg(ranking.Take(depth).Select(d => grades.GetValueOrDefault(d))) / ideal;
    }

    /// <summary>Share of the relevant documents (grade 1 and up) within a depth; 0 to 1.</summary>
    public static double Recall(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var relevant = grades.Count(g => g.Value > 0);
        return relevant == 0 ? 0 : (double)ranking.Take(depth).Count(d => grades.GetValueOrDefault(d) > 0) / relevant;
    }

    /// <summary>Reciprocal rank of the first relevant document (grade 1 and up) within a depth, or 0.</summary>
    public static double ReciprocalRank(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        for (var i = 0; i < Math.Min(depth, ranking.Count); i++)
        {
            if (grades.GetValueOrDefault(ranking[i]) > 0)
            {
                return 1.0 / (i + 1);
            }
        }

        return 0;
    }

    /// <summary>Mean over the relevant documents (grade 1 and up) of the precision at each one's rank; one that is missing counts 0.</summary>
    public static double AveragePrecision(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades)
    {
        var relevant = grades.Count(g => g.Value > 0);
        var (found, sum) = (0, 0.0);
        for (var i = 0; i < ranking.Count; i++)
        {
            if (grades.GetValueOrDefault(ranking[i]) > 0)
            {
                sum += (double)++found / (i + 1);
            }
        }

        return relevant == 0 ? 0 : sum / relevant;
    }

    private static double Dcg(IEnumerable<int> grades) => grades.Select((g, i) => (Math.Pow(2, g) - 1) / Math.Log2(i + 2)).Sum();
}
