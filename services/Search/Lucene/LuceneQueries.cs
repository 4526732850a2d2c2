using Lucene.Net.Index;
using Lucene.Net.Search;
using Matchmaking.Contracts;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Lucene;

/// <summary>Builds Lucene queries.</summary>
internal static class LuceneQueries
{
    private const float TitleBoost = 0.35f;
    private const float KeywordBoost = 0.25f;
    private const float FuzzyBoost = 0.4f;

    /// <summary>What is looked for; see <see cref="SegmentFilters"/> for where.</summary>
    public static Query Build(IndexQuery query) => query.Tokens.Count > 0 ? Text(query) : new MatchAllDocsQuery();

    private static BooleanQuery Text(IndexQuery query)
    {
        var field = query.Audience == Disclosure.L0 ? LuceneDocuments.PublicText : LuceneDocuments.MemberText;
        // A long problem description may have more tokens than Lucene's default of 1,024 clauses.
        var text = new BooleanQuery(disableCoord: true);
        var tolerant = query.Tolerant();
        var clauses = 0;
        foreach (var token in query.Tokens.Take(BooleanQuery.MaxClauseCount - 1))
        {
            var either = new BooleanQuery(disableCoord: true);
            either.Add(Term(field, token.Text, (float)token.Weight), Occur.SHOULD);
            if (query.PreferTitles)
            {
                either.Add(Term(LuceneDocuments.PublicTitle, token.Text, (float)token.Weight * TitleBoost), Occur.SHOULD);
                either.Add(Term(LuceneDocuments.Keywords, token.Text, (float)token.Weight * KeywordBoost), Occur.SHOULD);
            }

            if (tolerant.Contains(token.Text))
            {
                either.Add(new FuzzyQuery(new Term(field, token.Text), 1) { Boost = (float)token.Weight * FuzzyBoost }, Occur.SHOULD);
            }

            text.Add(either, Occur.SHOULD);
            clauses++;
        }

        text.MinimumNumberShouldMatch = Math.Max(1, (int)Math.Round(query.MinShouldMatch * clauses));
        return text;
    }

    private static TermQuery Term(string field, string text, float boost) => new(new Term(field, text)) { Boost = boost };
}
