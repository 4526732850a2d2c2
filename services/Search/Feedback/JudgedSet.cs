using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Feedback;

/// <summary>
/// The judged needs that come with the product, ranked by its own code over its own records: what learned weights must not
/// make worse. The signals are computed once; a blend is then measured in a few milliseconds.
/// </summary>
internal sealed class JudgedSet(TranslationModel translation, IServiceProvider services)
{
    private const int LatentDimensions = 200;
    private const int Depth = 10;

    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile IReadOnlyList<JudgedQuery>? _queries;

    /// <summary>Fingerprint of the model whose signals take part; empty for none.</summary>
    public string Model => services.GetService<SemanticModel>()?.Fingerprint ?? "";

    /// <summary>Judged needs, once for each kind of partner.</summary>
    public int Queries => _queries?.Count ?? 0;

    /// <summary>Mean nDCG@10 under a blend.</summary>
    public async Task<double> MeasureAsync(Blend blend, CancellationToken cancellation)
    {
        if (_queries is null)
        {
            await _preparing.WaitAsync(cancellation);
            try
            {
                _queries ??= await Task.Run(() => PrepareAsync(cancellation), cancellation);
            }
            finally
            {
                _preparing.Release();
            }
        }

        return _queries.Average(q => q.Measure(blend));
    }

    private async Task<IReadOnlyList<JudgedQuery>> PrepareAsync(CancellationToken cancellation)
    {
        var collection = JudgedCollection.Shipped();
        var semantics = services.GetService<SemanticModel>();
        List<JudgedQuery> queries = [];
        foreach (var kind in new[] { RecordKind.Achievement, RecordKind.Expert })
        {
            var texts = new MemoryTexts();
            var providers = collection.Providers.Where(p => p.Document.Kind == kind).ToList();
            foreach (var (_, document) in providers)
            {
                cancellation.ThrowIfCancellationRequested();
                var text = document.MatchedText();
                texts.Add(document.Id, TokenBag.Of(text), semantics?.Embed(text));
            }

            var latent = LatentModel.Train(texts.Bags, LatentDimensions, cancellation);
            var ranker = new Ranker(new WholeIndex(texts, [.. providers.Select(p => p.Document.Id)]), texts, translation, () => latent, semantics, new Blend());
            var ids = providers.ToDictionary(p => p.Key, p => p.Document.Id);
            foreach (var (need, document) in collection.Needs)
            {
                var grades = collection.Judgements.GetValueOrDefault(need, []).Where(g => ids.ContainsKey(g.Key)).ToDictionary(g => ids[g.Key], g => g.Value);
                if (grades.Values.Any(g => g > 0))
                {
                    var ranked = (await ranker.RankAsync(document, new IndexQuery([], Disclosure.L1, [kind], 0, 0), cancellation)).OrderBy(r => r.Id).ToList();
                    queries.Add(new(
                        [.. ranked.Select(r => r.Signals)], [.. ranked.Select(r => grades.GetValueOrDefault(r.Id))],
                        TokenBag.Of(document.MatchedText()).Words, ranked.Average(r => (double)texts.Of(r.Id).Words), grades.Values));
                }
            }
        }

        return queries;
    }

    private sealed class JudgedQuery(Signals[] signals, int[] grades, int words, double candidateWords, IEnumerable<int> all)
    {
        private readonly double _ideal = Dcg(all.OrderByDescending(g => g));

        public double Measure(Blend blend)
        {
            var parts = blend.Score(signals, words, candidateWords);
            return Dcg(Enumerable.Range(0, parts.Length).OrderByDescending(i => parts[i].Sum).ThenBy(i => i).Select(i => grades[i])) / _ideal;
        }

        private static double Dcg(IEnumerable<int> ranked) => ranked.Take(Depth).Select((g, i) => (Math.Pow(2, g) - 1) / Math.Log2(i + 2)).Sum();
    }

    // So few documents that all of them are candidates.
    private sealed class WholeIndex(MemoryTexts texts, IReadOnlyList<Guid> ids) : ISearchIndex
    {
        private readonly double _length = ids.Average(i => (double)texts.Of(i).Length);

        public string Engine => "memory";

        public Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation) => Task.FromResult(new IndexPage(
            [.. ids.Select(i => new IndexHit(i, 0))], ids.Count, new Dictionary<string, IReadOnlyDictionary<string, int>>()));

        public Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation) => Task.FromResult(
            new TokenStatistics(ids.Count, tokens.ToDictionary(t => t, t => ids.Count(i => texts.Of(i).CountOf(TokenBag.IdOf(t)) > 0))) { AverageLength = _length });

        public Task<IReadOnlyList<IndexHit>> NearestAsync(float[] vector, IndexQuery filters, int take, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<IndexHit>>([]);

        public Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RefreshAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
