using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Search.Index;

/// <summary>An engine that holds the documents. Engines differ in where they keep the tokens, not in which they index.</summary>
public interface ISearchIndex
{
    /// <summary>Name for people: lucene or elasticsearch.</summary>
    string Engine { get; }

    /// <summary>
    /// Puts documents in place of older versions, or takes invisible ones out; findable within a second. A document older
    /// than the one that is there changes nothing. What is applied may be written only after the return.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation);

    /// <summary>Makes everything applied so far findable at once.</summary>
    Task RefreshAsync(CancellationToken cancellation);

    /// <summary>Finds by text and filters.</summary>
    Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation);

    /// <summary>Version of each document in the index, for comparing with the owners' records.</summary>
    Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation);

    /// <summary>How many documents hold each token, out of how many in all.</summary>
    Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation);

    /// <summary>Documents whose vector points most nearly the same way, best first; those without a vector are not found.</summary>
    /// <param name="vector">Unit length, of the model that made the documents' vectors.</param>
    /// <param name="filters">As in <see cref="SearchAsync"/>; its tokens, page and order play no part.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>Hits whose score is the cosine, -1 to 1.</returns>
    Task<IReadOnlyList<IndexHit>> NearestAsync(float[] vector, IndexQuery filters, int take, CancellationToken cancellation);
}

/// <summary>The engine does not answer or refuses for now; what is asked again later may succeed.</summary>
public sealed class SearchUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The index is not there any more: it has to be made again from the document store.</summary>
    public bool IndexIsGone { get; init; }
}

/// <summary>The engine will never take this document as it is.</summary>
public sealed class DocumentRejectedException(Guid document, string reason) : Exception($"The search engine rejects document {document}: {reason}")
{
    /// <summary>Which document.</summary>
    public Guid Document => document;
}

/// <summary>A query token and its weight.</summary>
public sealed record WeightedToken(string Text, double Weight);

/// <summary>What to find.</summary>
/// <param name="Tokens">Analysed query; empty finds all.</param>
/// <param name="Audience">Reader's tier: L0 searches public fields of public documents only.</param>
/// <param name="Kinds">Kinds to find; empty means all.</param>
/// <param name="MinShouldMatch">Share of the query's weight-bearing tokens a hit must hold, 0 to 1.</param>
/// <param name="Skip">Hits before the first wanted; from <see cref="Page{T}.MostRows"/> on nothing is found.</param>
/// <param name="Newest">Newest first instead of best first.</param>
public sealed record IndexQuery(
    IReadOnlyList<WeightedToken> Tokens, Disclosure Audience, IReadOnlyList<RecordKind> Kinds, int Skip, int Take)
{
    // In shorter words another letter makes another word.
    private const int FuzzyFrom = 4;

    /// <summary>Hits that an engine has to keep in order to give the wanted ones.</summary>
    public int Depth => Math.Clamp(Skip + Take, 0, Page<IndexHit>.MostRows);

    public string? Field { get; init; }

    public string? Mode { get; init; }

    public int? MinTrl { get; init; }

    public double MinShouldMatch { get; init; }

    public bool Newest { get; init; }

    public bool Facets { get; init; }

    /// <summary>Count all hits. An engine that need not may leave out documents that cannot be among the best.</summary>
    public bool Total { get; init; } = true;

    /// <summary>
    /// A match in title or keywords counts more: right for a search box, measured worse for matching whole records.
    /// </summary>
    public bool PreferTitles { get; init; }

    /// <summary>
    /// In how many Latin words a wrong letter is tolerated, the longest ones first; none where it is 0. Each costs as much
    /// as some dozens of exact words, since the engine walks its whole dictionary for it.
    /// </summary>
    public int FuzzyWords { get; init; }

    /// <summary>Documents whose owner keeps an organisation of these keys away are left out, see <see cref="Avoidance.KeysOf"/>.</summary>
    public IReadOnlyList<string> NotAvoiding { get; init; } = [];

    /// <summary>Documents of this organisation are left out: nobody is matched with itself.</summary>
    public Guid? NotOrganisation { get; init; }

    /// <summary>The tokens that <see cref="FuzzyWords"/> speaks of.</summary>
    public IReadOnlySet<string> Tolerant() => Tokens
        .Select(t => t.Text)
        .Where(t => FuzzyWords > 0 && t.Length >= FuzzyFrom && t.All(char.IsAsciiLetter))
        .OrderByDescending(t => t.Length)
        .Take(FuzzyWords)
        .ToHashSet(StringComparer.Ordinal);
}

/// <summary>A page of hits.</summary>
/// <param name="Total">All hits; no more than a guess where the query does not ask for it.</param>
public sealed record IndexPage(
    IReadOnlyList<IndexHit> Hits, int Total, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Facets);

/// <summary>A hit with the engine's score.</summary>
public sealed record IndexHit(Guid Id, double Score);

/// <summary>Document frequencies.</summary>
public sealed record TokenStatistics(int Documents, IReadOnlyDictionary<string, int> Frequencies)
{
    /// <summary>Mean number of tokens of a document's text, or 0 where it is not known.</summary>
    public double AverageLength { get; init; }

    /// <summary>BM25's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)).</summary>
    public double Idf(string token) => Idf(Frequencies.GetValueOrDefault(token));

    /// <summary>The most that a token can say which two records share; little in a base of few records.</summary>
    public double HighestShared => Idf(Math.Min(2, Documents));

    private double Idf(int n) => Math.Log(1 + ((Documents - n + 0.5) / (n + 0.5)));
}
