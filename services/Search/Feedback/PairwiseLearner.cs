using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Feedback;

/// <summary>Factors by which the learned weights differ from the offline ones.</summary>
public sealed record Factors(double Translation, double Latent, double Sentence, double Late)
{
    /// <summary>The offline weights themselves.</summary>
    public static Factors None { get; } = new(1, 1, 1, 1);

    public Blend Of(Blend offline) => offline with
    {
        Translation = offline.Translation * Translation,
        Latent = offline.Latent * Latent,
        Sentence = offline.Sentence * Sentence,
        Late = offline.Late * Late,
    };
}

/// <summary>
/// Learns weights from acts: a partner that was taken up is preferred over those passed over above it in the same list
/// (Joachims, 2002) and over those put away. Each pair makes a small step up the logistic likelihood of the preference,
/// within bounds. No randomness: the same acts in the same order give the same factors.
/// </summary>
internal static class PairwiseLearner
{
    /// <summary>Names the method in what is stored: another one means learning anew.</summary>
    public const string Version = "1";

    public const double Least = 0.5;
    public const double Most = 2;
    private const double Rate = 0.02;

    /// <summary>How much an act says about the ranking; clicks come cheap.</summary>
    public static double Weight(FeedbackKind action, string? reason) => action switch
    {
        FeedbackKind.Accepted => 1,
        FeedbackKind.Saved => 0.6,
        FeedbackKind.Clicked => 0.3,
        // The snapshot of an interest does not say why: no time or no budget is no fault of the ranking.
        FeedbackKind.Declined => 0.3,
        FeedbackKind.Hidden => HideWeight(reason),
        _ => 0,
    };

    /// <summary>Only some reasons speak of what the text signals compare.</summary>
    public static double HideWeight(string? reason) => reason switch
    {
        "route" or "field" => 1,
        "contacted" or "mode" => 0,
        "maturity" => 0.3,
        _ => 0.5,
    };

    /// <summary>Takes one act in.</summary>
    /// <param name="item">The partner acted on.</param>
    /// <returns>The factors after it, and how many pairs taught something.</returns>
    public static (Factors Factors, int Pairs) Step(
        Factors factors, Blend offline, FeedbackContext context, Guid item, FeedbackKind action, string? reason)
    {
        var weight = Weight(action, reason);
        var pairs = weight > 0 ? PairsOf(context, item, action) : [];
        foreach (var (better, worse) in pairs)
        {
            factors = Step(factors, Features(better, context.Blend, offline), Features(worse, context.Blend, offline), Rate * weight / pairs.Count);
        }

        return (factors, pairs.Count);
    }

    private static List<(ListedPartner Better, ListedPartner Worse)> PairsOf(FeedbackContext context, Guid item, FeedbackKind action)
    {
        if (context.List.FirstOrDefault(p => p.Id == item) is not { } acted)
        {
            return [];
        }

        var others = context.List.Where(p => p.Id != item);
        return action is FeedbackKind.Hidden or FeedbackKind.Declined
            ? [.. others.Where(p => p.Mark > 0).Select(p => (p, acted))]
            : [.. others.Where(p => p.Mark < 0 || (p.Mark == 0 && p.Place >= 1 && p.Place < acted.Place)).Select(p => (acted, p))];
    }

    private static Factors Step(Factors f, SignalParts better, SignalParts worse, double rate)
    {
        var (own, translated, latent, sentence, late) = (
            better.Own - worse.Own, better.Translated - worse.Translated, better.Latent - worse.Latent,
            better.Sentence - worse.Sentence, better.Late - worse.Late);
        var margin = own + (f.Translation * translated) + (f.Latent * latent) + (f.Sentence * sentence) + (f.Late * late);
        var step = rate / (1 + Math.Exp(margin));
        return new(Move(f.Translation, translated), Move(f.Latent, latent), Move(f.Sentence, sentence), Move(f.Late, late));

        double Move(double factor, double difference) => Math.Clamp(factor + (step * difference), Least, Most);
    }

    // What each signal would have given under the offline weights: the factors then stand before it.
    private static SignalParts Features(ListedPartner partner, StoredBlend then, Blend offline) => partner.Parts with
    {
        Translated = Scaled(partner.Parts.Translated, then.Translation, offline.Translation),
        Latent = Scaled(partner.Parts.Latent, then.Latent, offline.Latent),
        Sentence = Scaled(partner.Parts.Sentence, then.Sentence, offline.Sentence),
        Late = Scaled(partner.Parts.Late, then.Late, offline.Late),
    };

    private static double Scaled(double part, double then, double offline) => then == 0 ? 0 : part / then * offline;
}
