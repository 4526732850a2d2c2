using Matchmaking.Search.Index;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// A query's own and translated words, weighted for comparing with many texts: BM25 (k1 1.2, b 0.75) over the highest sum
/// that the own words could reach.
/// </summary>
internal sealed class LexicalQuery
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<uint, (double Own, double Translated)> _weights;
    private readonly double _length;

    public LexicalQuery(RankingQuery query, TokenStatistics statistics, IReadOnlyList<KeyValuePair<Guid, RankedText>> candidates)
    {
        var idf = query.Terms.Select(t => statistics.Idf(t.Text)).ToArray();
        var ideal = query.Terms.Select((t, i) => t.Own * idf[i]).Sum();
        _weights = new(query.Terms.Count);
        for (var i = 0; i < idf.Length && ideal > 0; i++)
        {
            // Two words of one hash count as one.
            var term = query.Terms[i];
            var (own, translated) = _weights.GetValueOrDefault(term.Id);
            _weights[term.Id] = (own + (term.Own * idf[i] / ideal), translated + (term.Translated * idf[i] / ideal));
        }

        _length = statistics.AverageLength > 0 ? statistics.AverageLength : candidates.Average(c => (double)c.Value.Bag.Length);
    }

    public (double Own, double Translated) Score(TokenBag text)
    {
        var (own, translated) = (0.0, 0.0);
        var norm = K1 * (1 - B + (B * text.Length / _length));
        var tokens = text.Span;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (_weights.TryGetValue(tokens[i], out var weight))
            {
                var count = text.CountAt(i);
                var saturated = count * (K1 + 1) / (count + norm);
                own += weight.Own * saturated;
                translated += weight.Translated * saturated;
            }
        }

        return (own, translated);
    }
}
