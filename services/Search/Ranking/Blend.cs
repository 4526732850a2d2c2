namespace Matchmaking.Search.Ranking;

/// <summary>
/// How the signals are put together. Every signal is brought to mean 0 and deviation 1 over the candidates of one
/// query, so a weight says how many deviations of the lexical score one deviation of that signal is worth. Tuned on the
/// development halves only; tests/Benchmarks has the ablation.
/// </summary>
public sealed record Blend
{
    /// <summary>Weight of translated words against own words, both as BM25 terms, at full reliability; see <see cref="TranslationWeight"/>.</summary>
    public double Translation { get; init; } = 2.5;

    /// <summary>Weight of the latent signal at full reliability, see <see cref="LatentWeight"/>.</summary>
    public double Latent { get; init; } = 1.0;

    /// <summary>Weight of the sentence vectors' cosine.</summary>
    public double Sentence { get; init; } = 0.3;

    /// <summary>Weight of token-level late interaction.</summary>
    public double Late { get; init; } = 1.2;

    /// <summary>
    /// Many words of a text agree on the right translations; those of a single word are a guess. The weight grows from
    /// 0.4 of its whole at 3 words of the query to all of it at 10.
    /// </summary>
    public double TranslationWeight(int queryWords) => Translation * (0.4 + (0.6 * Ramp(queryWords)));

    /// <summary>
    /// A latent vector is an average over words: of a few words it says little. The weight grows from 3 words of the
    /// query to its whole at 10, and with the candidates' mean length up to 40 words.
    /// </summary>
    public double LatentWeight(int queryWords, double candidateWords) =>
        Latent * Ramp(queryWords) * Math.Min(1, candidateWords / 40);

    /// <summary>Parts of each candidate's score.</summary>
    /// <param name="candidates">All candidates of one query: each is judged against the others.</param>
    public SignalParts[] Score(IReadOnlyList<Signals> candidates, int queryWords, double candidateWords)
    {
        var translationWeight = TranslationWeight(queryWords);
        var lexicalDeviation = Spread(candidates, c => c.Own + (translationWeight * c.Translated)).Deviation;
        var ownMean = Spread(candidates, c => c.Own).Mean;
        var translatedMean = Spread(candidates, c => c.Translated).Mean;
        var (latent, sentence, late) = (Spread(candidates, c => c.Latent), Spread(candidates, c => c.Sentence), Spread(candidates, c => c.Late));
        var latentWeight = LatentWeight(queryWords, candidateWords);
        return [.. candidates.Select(c => new SignalParts(
            Over(c.Own - ownMean, lexicalDeviation),
            Over(translationWeight * (c.Translated - translatedMean), lexicalDeviation),
            latentWeight * Over(c.Latent - latent.Mean, latent.Deviation),
            Sentence * Over(c.Sentence - sentence.Mean, sentence.Deviation),
            Late * Over(c.Late - late.Mean, late.Deviation)))];
    }

    private static double Ramp(int queryWords) => Math.Clamp((queryWords - 3) / 7.0, 0, 1);

    // A value that is not known counts as the mean: it moves nobody.
    private static double Over(double distance, double deviation) =>
        double.IsNaN(distance) || deviation < 1e-9 ? 0 : distance / deviation;

    private static (double Mean, double Deviation) Spread(IReadOnlyList<Signals> candidates, Func<Signals, double> value)
    {
        var known = candidates.Select(value).Where(v => !double.IsNaN(v)).ToList();
        if (known.Count == 0)
        {
            return (0, 0);
        }

        var mean = known.Average();
        return (mean, Math.Sqrt(known.Average(v => (v - mean) * (v - mean))));
    }
}
