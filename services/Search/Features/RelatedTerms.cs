using Matchmaking.Contracts.Search;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Matching;

namespace Matchmaking.Search.Features;

/// <summary>
/// Proposes the same search in the words of the other side: who writes 掉漆 is shown that papers say 涂层附着力, by the
/// lexicon that ranking uses.
/// </summary>
internal sealed class RelatedTerms(TermLexicon lexicon, IndexHolder index)
{
    private const int Most = 4;
    private const int Tried = 6;
    private const int TermsOfAWord = 2;

    /// <param name="query">The search as it was made: only what it would find with the term is proposed.</param>
    /// <param name="effort">What the reader may ask for.</param>
    public async Task<IReadOnlyList<RelatedTerm>> FindAsync(string text, IndexQuery query, SearchEffort effort, CancellationToken cancellation)
    {
        var tried = Candidates(text).Where(t => t.Query.Length <= effort.Characters).DistinctBy(t => t.Term).Take(Tried).ToList();
        var found = await Task.WhenAll(tried.Select(t => FindsAsync(QueryTokens.Of(t.Query, effort.Tokens), query, cancellation)));
        return [.. tried.Zip(found).Where(t => t.Second).Select(t => t.First).Take(Most)];
    }

    // The longest word is understood best: 油封漏油 before 漏油.
    private IEnumerable<RelatedTerm> Candidates(string text) => lexicon.Entries
        .SelectMany(e => e.Academic.Take(TermsOfAWord).Select(a => (Word: e.Shop, Term: a))
            .Concat(e.Both ? e.Academic.Select(a => (Word: a, Term: e.Shop)) : []))
        .Where(p => p.Word.Length > 1 && text.Contains(p.Word, StringComparison.OrdinalIgnoreCase) && !text.Contains(p.Term, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(p => p.Word.Length)
        .Select(p => new RelatedTerm(p.Term, text.Replace(p.Word, p.Term, StringComparison.OrdinalIgnoreCase)));

    private async Task<bool> FindsAsync(IReadOnlyList<WeightedToken> tokens, IndexQuery query, CancellationToken cancellation)
    {
        // One hit is enough to know.
        var page = await index.SearchAsync(
            query with
            {
                Tokens = tokens,
                MinShouldMatch = QueryTokens.ShareNeeded(tokens.Count),
                Skip = 0,
                Take = 1,
                Total = false,
                Facets = false,
                FuzzyWords = 0,
                Newest = false,
            },
            cancellation);
        return page.Hits.Count > 0;
    }
}
