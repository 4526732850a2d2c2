namespace Matchmaking.Search.Matching;

/// <summary>A candidate worth showing.</summary>
/// <param name="Provider">Whose record it is.</param>
/// <param name="Score">As ranked, highest first.</param>
/// <param name="Favoured">The provider is a newcomer or small.</param>
public readonly record struct ExposureCandidate(Guid Id, Guid Provider, double Score, bool Favoured);

/// <summary>A place in the list as shown.</summary>
/// <param name="From">The place by score alone, from 1.</param>
/// <param name="Displaced">Who stands here by score, for a place that was given; null for all others.</param>
/// <param name="Distance">By how much the displaced one scores higher.</param>
public readonly record struct ExposurePlace(Guid Id, int From, Guid? Displaced, double Distance);

/// <summary>
/// Gives newcomers and small providers a bounded share of the first places, since who is never seen can never be chosen
/// (Biega et al., 2018). The last unfavoured of the first places make room for the best favoured behind them, one a
/// provider, where the scores lie close; everything else keeps its order. No randomness: the same list gives the same places.
/// </summary>
public static class FairExposure
{
    /// <summary>The places that are shared.</summary>
    public const int Places = 10;

    /// <summary>
    /// How far, in deviations of the lexical score, a displaced one may be ahead: by tests/Benchmarks (<c>exposure</c>) the
    /// mean loss in nDCG@10 is 0.003 at most on the judged sets, and 0.006 with no bound at all.
    /// </summary>
    public const double Closeness = 1.0;

    /// <summary>Arranges candidates that come in order of their scores.</summary>
    /// <param name="share">Least share of the first places, 0 to 1; 0 leaves the order as it is.</param>
    public static IReadOnlyList<ExposurePlace> Arrange(
        IReadOnlyList<ExposureCandidate> ranked, double share, int places = Places, double closeness = Closeness)
    {
        var plain = ranked.Select((c, i) => new ExposurePlace(c.Id, i + 1, null, 0)).ToList();
        var wanted = (int)Math.Floor((Math.Clamp(share, 0, 1) * places) + 1e-9) - ranked.Take(places).Count(c => c.Favoured);
        if (ranked.Count <= places || wanted <= 0)
        {
            return plain;
        }

        // From the last place upwards.
        var leaving = Enumerable.Range(0, places).Reverse().Where(i => !ranked[i].Favoured).ToList();
        var seen = ranked.Take(places).Where(c => c.Favoured).Select(c => c.Provider).ToHashSet();
        var coming = Enumerable.Range(places, ranked.Count - places).Where(i => ranked[i].Favoured && seen.Add(ranked[i].Provider)).ToList();
        for (var count = Math.Min(wanted, Math.Min(leaving.Count, coming.Count)); count > 0; count--)
        {
            // The best of those who come takes the place of the best of those who leave: no distance can then be smaller.
            var pairs = leaving.Take(count).Reverse().Zip(coming.Take(count)).ToList();
            if (pairs.All(p => ranked[p.First].Score - ranked[p.Second].Score <= closeness))
            {
                var moved = pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet();
                return
                [
                    .. plain.Take(places).Where((_, i) => !moved.Contains(i)),
                    .. pairs.Select(p => plain[p.Second] with { Displaced = ranked[p.First].Id, Distance = ranked[p.First].Score - ranked[p.Second].Score }),
                    .. plain.Where((_, i) => i < places ? moved.Contains(i) : !moved.Contains(i)),
                ];
            }
        }

        return plain;
    }
}
