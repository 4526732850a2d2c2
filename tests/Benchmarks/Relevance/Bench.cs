using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Lucene;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>A base of documents with the ranker over it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const int LatentDimensions = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;

    private Func<Blend, Ranker> _ranker = null!;

    private Bench(RecordKind kind) =>
        (Kind, Index) = (kind, new LuceneIndex(_folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

    public RecordKind Kind { get; }

    public LuceneIndex Index { get; }

    public MemoryTexts Texts { get; } = new();

    /// <summary>Mean length of the texts in words.</summary>
    public double MeanWords => Texts.Bags.Average(b => (double)b.Words);

    public static async Task<Bench> OpenAsync(IReadOnlyList<SearchDocument> documents, TranslationModel translation, SemanticModel? semantics)
    {
        var bench = new Bench(documents[0].Kind);
        var embeddings = semantics is null ? null : new CachedEmbeddings(semantics);
        List<SearchDocument> indexed = [];
        foreach (var document in documents)
        {
            var embedding = embeddings?.Of(document.MatchedText());
            bench.Texts.Add(document.Id, TokenBag.Of(document.MatchedText()), embedding);
            indexed.Add(document with { Vector = embedding is null ? null : TextEmbedding.Restore(embedding.Sentence) });
        }

        await bench.Index.ApplyAsync(indexed, CancellationToken.None);
        await bench.Index.RefreshAsync(CancellationToken.None);
        var latent = LatentModel.Train(bench.Texts.Bags, LatentDimensions);
        bench._ranker = blend => new Ranker(bench.Index, bench.Texts, translation, () => latent, semantics, blend);
        return bench;
    }

    public Task<IReadOnlyList<RankedCandidate>> RankAsync(SearchDocument query, Blend? blend = null) =>
        _ranker(blend ?? new Blend()).RankAsync(query, new IndexQuery([], Disclosure.L1, [Kind], 0, 0), CancellationToken.None);

    /// <summary>Signals of some documents for each asker.</summary>
    public Task<IReadOnlyDictionary<(Guid Asker, Guid Candidate), Signals>> CompareAsync(
        IReadOnlyCollection<SearchDocument> askers, IReadOnlyCollection<Guid> candidates) =>
        _ranker(new Blend()).CompareAsync(askers, candidates, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
