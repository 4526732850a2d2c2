using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>Reviewers, their own works, and papers that they rated.</summary>
/// <param name="Profiles">Samples of the works of each reviewer.</param>
/// <param name="Ratings">Papers that a reviewer rated.</param>
internal sealed record ReviewerSet(
    IReadOnlyDictionary<string, SearchDocument> Papers,
    IReadOnlyList<Dictionary<string, List<string>>> Profiles,
    IReadOnlyDictionary<string, List<(string Paper, double Rating)>> Ratings)
{
    /// <summary>Rated papers.</summary>
    public IReadOnlyList<Guid> Submissions { get; } = [.. Ratings.Values.SelectMany(r => r).Select(r => r.Paper).Distinct().Select(p => Papers[p].Id)];

    /// <summary>The works of all profiles, as experts speak.</summary>
    public IReadOnlyList<SearchDocument> Works { get; } =
        [.. Profiles.SelectMany(p => p.Values).SelectMany(p => p).Distinct().Select(p => Papers[p] with { Kind = RecordKind.Expert })];

    /// <summary>Each reviewer's part in the loss; their mean is the loss.</summary>
    /// <param name="score">By reviewer and paper; only the order counts.</param>
    public IReadOnlyList<double> Losses(Func<string, string, double> score)
    {
        var parts = Ratings.Select(r => Loss(r.Value, paper => score(r.Key, paper))).ToList();
        var mean = parts.Average(p => p.All);
        return [.. parts.Select(p => p.Lost / mean)];
    }

    private static (double Lost, double All) Loss(IReadOnlyList<(string Paper, double Rating)> rated, Func<string, double> score)
    {
        var (lost, all) = (0.0, 0.0);
        var scored = rated.Select(r => (r.Rating, Score: score(r.Paper))).ToList();
        for (var i = 0; i < scored.Count; i++)
        {
            for (var j = i + 1; j < scored.Count; j++)
            {
                var gap = scored[i].Rating - scored[j].Rating;
                all += Math.Abs(gap);
                lost += Math.Abs(gap) * (scored[i].Score == scored[j].Score ? 0.5 : (scored[i].Score > scored[j].Score) == (gap > 0) ? 0 : 1);
            }
        }

        return (lost, all);
    }
}
