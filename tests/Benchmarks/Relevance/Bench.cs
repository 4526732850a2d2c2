using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Elastic;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Lucene;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>A base of documents with the ranker over it, on the embedded engine and, where asked, on Elasticsearch too.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const int LatentDimensions = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;

    private ElasticEngine? _elastic;
    private Func<ISearchIndex, Blend, Ranker> _ranker = null!;

    private Bench(RecordKind kind) =>
        (Kind, Index) = (kind, new LuceneIndex(_folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

    public RecordKind Kind { get; }

    public LuceneIndex Index { get; }

    /// <summary>The same documents on Elasticsearch; null unless asked for.</summary>
    public IEngineIndex? Elastic { get; private set; }

    public MemoryTexts Texts { get; } = new();

    /// <summary>Mean length of the texts in words.</summary>
    public double MeanWords => Texts.Bags.Average(b => (double)b.Words);

    /// <param name="elastic">Address of an Elasticsearch to put the documents on as well, or null.</param>
    public static async Task<Bench> OpenAsync(
        IReadOnlyList<SearchDocument> documents, TranslationModel translation, SemanticModel? semantics, Uri? elastic = null)
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
        if (elastic is not null)
        {
            bench._elastic = new ElasticEngine(
                new ElasticSettings([elastic], "bench"), new IndexFormat(semantics?.Dimensions, semantics?.Fingerprint), TimeProvider.System);
            bench.Elastic = await bench._elastic.CreateAsync(CancellationToken.None);
            await bench.Elastic.ApplyAsync(indexed, CancellationToken.None);
            await bench.Elastic.RefreshAsync(CancellationToken.None);
        }

        var latent = LatentModel.Train(bench.Texts.Bags, LatentDimensions);
        bench._ranker = (index, blend) => new Ranker(index, bench.Texts, translation, () => latent, semantics, blend);
        return bench;
    }

    /// <param name="index">The embedded engine unless said.</param>
    public Task<IReadOnlyList<RankedCandidate>> RankAsync(SearchDocument query, Blend? blend = null, ISearchIndex? index = null) =>
        _ranker(index ?? Index, blend ?? new Blend()).RankAsync(query, new IndexQuery([], Disclosure.L1, [Kind], 0, 0), CancellationToken.None);

    /// <summary>Signals of some documents for each asker.</summary>
    /// <param name="index">The embedded engine unless said.</param>
    public Task<IReadOnlyDictionary<(Guid Asker, Guid Candidate), Signals>> CompareAsync(
        IReadOnlyCollection<SearchDocument> askers, IReadOnlyCollection<Guid> candidates, ISearchIndex? index = null) =>
        _ranker(index ?? Index, new Blend()).CompareAsync(askers, candidates, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (Elastic is not null)
        {
            await _elastic!.DeleteAsync(Elastic, CancellationToken.None);
            _elastic.Dispose();
        }

        await Index.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
