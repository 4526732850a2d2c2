namespace Matchmaking.Search.Ranking;

/// <summary>What each signal says of an asker and a candidate: raw values that mean the same in every query.</summary>
/// <param name="Own">BM25 of the asker's own words, over the highest sum that its words could reach; 0 to about 2.</param>
/// <param name="Translated">The same of translated words.</param>
/// <param name="Latent">Cosine of latent vectors, −1 to 1.</param>
/// <param name="Sentence">Cosine of sentence vectors, NaN where there is none.</param>
/// <param name="Late">Late interaction, NaN where there is none.</param>
public readonly record struct Signals(double Own, double Translated, double Latent, double Sentence, double Late);

/// <summary>What each signal gave to a candidate's score, in deviations of the lexical score.</summary>
public readonly record struct SignalParts(double Own, double Translated, double Latent, double Sentence, double Late)
{
    /// <summary>The score.</summary>
    public double Sum => Own + Translated + Latent + Sentence + Late;
}
