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
    private const int FuzzyFrom = 4;

    public static Query Build(IndexQuery query)
    {
        var all = Filters(query);
        if (query.Tokens.Count > 0)
        {
            all.Add(Text(query), Occur.MUST);
        }

        return all;
    }

    /// <summary>What the query leaves in before any text is looked at; gives no score.</summary>
    public static BooleanQuery Filters(IndexQuery query)
    {
        var all = new BooleanQuery();
        var audience = (int)query.Audience;
        all.Add(Constant(NumericRangeQuery.NewInt32Range(LuceneDocuments.Level, 0, audience, true, true)), Occur.MUST);
        if (query.Kinds.Count > 0)
        {
            var kinds = new BooleanQuery();
            foreach (var kind in query.Kinds)
            {
                kinds.Add(new TermQuery(new Term(LuceneDocuments.Kind, kind.ToString())), Occur.SHOULD);
            }

            all.Add(Constant(kinds), Occur.MUST);
        }

        AddTerm(LuceneDocuments.Field, query.Field);
        var suffix = query.Audience == Disclosure.L0 ? LuceneDocuments.Public : "";
        AddTerm(LuceneDocuments.Mode + suffix, query.Mode);
        if (query.MinTrl is { } trl)
        {
            all.Add(Constant(NumericRangeQuery.NewInt32Range(LuceneDocuments.Trl + suffix, trl, 9, true, true)), Occur.MUST);
        }

        if (query.NotOrganisation is { } own)
        {
            all.Add(new TermQuery(new Term(LuceneDocuments.Organisation, own.ToString("N"))), Occur.MUST_NOT);
        }

        if (query.NotAvoiding is { } reader)
        {
            all.Add(new TermQuery(new Term(LuceneDocuments.Avoid, reader)), Occur.MUST_NOT);
        }

        return all;

        void AddTerm(string name, string? value)
        {
            if (value is not null)
            {
                all.Add(Constant(new TermQuery(new Term(name, value))), Occur.MUST);
            }
        }
    }

    private static BooleanQuery Text(IndexQuery query)
    {
        var field = query.Audience == Disclosure.L0 ? LuceneDocuments.PublicText : LuceneDocuments.MemberText;
        // A long problem description may have more tokens than Lucene's default of 1,024 clauses.
        var text = new BooleanQuery(disableCoord: true);
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

            if (query.Fuzzy && token.Text.Length >= FuzzyFrom && token.Text.All(char.IsAsciiLetter))
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

    private static ConstantScoreQuery Constant(Query query) => new(query) { Boost = 0 };
}
