using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Matching;

/// <summary>Names of the signals for people, and how much each speaks for a partner.</summary>
internal static class SignalWords
{
    private static readonly (string Code, LocalText Name, Func<SignalParts, double> Part)[] All =
    [
        ("own", new("相同用词", "Same words"), p => p.Own),
        ("translated", new("行业说法对应学术用语", "Shop words matched to academic terms"), p => p.Translated),
        ("latent", new("常一起出现的用语", "Words that occur together"), p => p.Latent),
        ("sentence", new("全文意思相近", "Whole text means alike"), p => p.Sentence),
        ("late", new("逐词意思相近", "Single expressions mean alike"), p => p.Late),
    ];

    /// <summary>Shares of what speaks for the partner, 0 to 1, largest first; signals that speak against it are left out.</summary>
    public static IReadOnlyList<FieldContribution> Shares(SignalParts parts, string language)
    {
        var sum = All.Sum(s => Math.Max(0, s.Part(parts)));
        return sum <= 0 ? [] :
            [.. All.Select(s => new FieldContribution(s.Code, s.Name.In(language), Math.Round(Math.Max(0, s.Part(parts)) / sum, 3)))
                .Where(c => c.Share >= 0.01).OrderByDescending(c => c.Share)];
    }

    /// <summary>Each signal's part in the distance between two candidates of one ranking, largest absolute value first.</summary>
    public static IReadOnlyList<SignalDifference> Differences(SignalParts one, SignalParts other, string language) =>
        [.. All.Select(s => new SignalDifference(s.Code, s.Name.In(language), Math.Round(s.Part(one) - s.Part(other), 3)))
            .Where(d => d.Difference != 0).OrderByDescending(d => Math.Abs(d.Difference))];
}
