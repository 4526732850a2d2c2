using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Ranking;

/// <summary>A token that is looked for.</summary>
/// <param name="Own">Weight as a word of the asker's own text; 0 for one that only the lexicon gives.</param>
/// <param name="Translated">Weight as a translation of other words of the text.</param>
internal sealed record QueryTerm(string Text, uint Id, double Own, double Translated);

/// <summary>What a record looks for: its own words and what the lexicon makes of them.</summary>
internal sealed class RankingQuery
{
    // Translations beyond these are faint echoes of single words.
    private const int MostTranslations = 300;

    private RankingQuery(IReadOnlyList<QueryTerm> terms, TokenBag bag, string text) => (Terms, Bag, Text) = (terms, bag, text);

    public IReadOnlyList<QueryTerm> Terms { get; }

    /// <summary>The asker's text as the ranker sees texts.</summary>
    public TokenBag Bag { get; }

    public string Text { get; }

    public static RankingQuery From(SearchDocument source, TranslationModel translation)
    {
        var own = QueryTokens.Of(source).ToDictionary(t => t.Text, t => t.Weight);
        // A need speaks as the workshop does, an achievement or an expert as papers do.
        var translated = translation.Translate(own.Keys, toAcademic: source.Kind == RecordKind.Need)
            .OrderByDescending(t => t.Value)
            .Take(MostTranslations)
            .ToDictionary();
        var text = source.MatchedText();
        return new(
            [.. own.Keys.Union(translated.Keys).Select(t => new QueryTerm(t, TokenBag.IdOf(t), own.GetValueOrDefault(t), translated.GetValueOrDefault(t)))],
            TokenBag.Of(text), text);
    }
}
