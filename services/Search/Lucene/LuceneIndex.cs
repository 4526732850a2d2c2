using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Lucene;

/// <summary>The embedded engine: one writer on a folder, near-real-time readers, commits in the background.</summary>
internal sealed partial class LuceneIndex : IEngineIndex
{
    private const LuceneVersion Compatibility = LuceneVersion.LUCENE_48;
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(5);

    // Equals stand in one order, whatever segments they are in: a page must not repeat what another showed.
    private static readonly SortField[] Newer = [new(LuceneDocuments.Published, SortFieldType.INT64, reverse: true), new(LuceneDocuments.Id, SortFieldType.STRING_VAL)];
    private static readonly Sort BestFirst = new([SortField.FIELD_SCORE, .. Newer]);
    private static readonly Sort NewestFirst = new(Newer);

    private readonly SimpleFSDirectory _directory;
    private readonly IndexWriter _writer;
    private readonly SearcherManager _searchers;
    private readonly SegmentFilters _filters = new();
    private readonly ConditionalWeakTable<IndexReader, TokenFrequencies> _frequencies = [];
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _background;
    // Versions seen, those taken out included: Lucene itself would let an older document in.
    private readonly ConcurrentDictionary<Guid, long> _versions;
    private readonly object[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new object())];
    private volatile bool _changed;

    /// <param name="folder">The index's folder; made where it is missing.</param>
    /// <exception cref="LockObtainFailedException">Another process has the folder open.</exception>
    public LuceneIndex(string folder, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        Folder = folder;
        // Not memory-mapped: Lucene.NET keeps a weak handle for each clone of a mapped file, a million of them after a few
        // hundred rankings of a large base, and each collection of the youngest generation then pauses for up to 80 ms.
        _directory = new SimpleFSDirectory(folder);
        _writer = new IndexWriter(_directory, new IndexWriterConfig(Compatibility, new KeywordAnalyzer())
        {
            Similarity = new TokenSimilarity(),
            OpenMode = OpenMode.CREATE_OR_APPEND,
        });
        _searchers = new SearcherManager(_writer, applyAllDeletes: true, new Searchers());
        _versions = new(Read(LuceneDocuments.Versions));
        _background = RunAsync(time);
    }

    public string Engine => "lucene";

    public string Name => Path.GetFileName(Folder);

    public string Folder { get; }

    public Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        foreach (var document in documents)
        {
            lock (_locks[(uint)document.Id.GetHashCode() % _locks.Length])
            {
                Apply(document);
            }
        }

        _changed = true;
        return Task.CompletedTask;
    }

    public Task RefreshAsync(CancellationToken cancellation)
    {
        _searchers.MaybeRefreshBlocking();
        return Task.CompletedTask;
    }

    public Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation) => Task.FromResult(Read(searcher =>
    {
        // Scored by the segment, filters as bits: with a filter of its own the searcher does without its fastest scorer.
        var weight = searcher.CreateNormalizedWeight(LuceneQueries.Build(query));
        // The collector allots a place for each at once, for documents that are not there too.
        var take = Math.Max(1, Math.Min(query.Depth, searcher.IndexReader.MaxDoc));
        var inOrder = !weight.ScoresDocsOutOfOrder;
        // Who does not count all hits orders them anew, and their order among equals is nobody's.
        ITopDocsCollector top = query.Newest || query.Tokens.Count == 0
            ? TopFieldCollector.Create(NewestFirst, take, false, false, false, inOrder)
            : query.Total ? TopFieldCollector.Create(BestFirst, take, false, true, false, inOrder) : TopScoreDocCollector.Create(take, inOrder);
        var facets = new FacetCollector(query.Facets, query.Audience == Disclosure.L0 ? LuceneDocuments.Public : "");
        var collector = query.Facets ? MultiCollector.Wrap(top, facets) : top;
        foreach (var leaf in searcher.IndexReader.Leaves)
        {
            collector.SetNextReader(leaf);
            weight.GetBulkScorer(leaf, !collector.AcceptsDocsOutOfOrder, _filters.Passing(leaf, query))?.Score(collector);
        }

        return new IndexPage(
            [.. top.GetTopDocs(query.Skip, query.Take).ScoreDocs.Select(hit => new IndexHit(
                LuceneDocuments.IdOf(searcher, hit.Doc), float.IsNaN(hit.Score) ? 0 : hit.Score))],
            top.TotalHits, facets.Counts);
    }));

    public Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation) =>
        Task.FromResult(Read(LuceneDocuments.Versions));

    public Task<IReadOnlyList<IndexHit>> NearestAsync(float[] vector, IndexQuery filters, int take, CancellationToken cancellation) =>
        Task.FromResult(Read(searcher =>
        {
            var nearest = new NearestVectors(vector, take);
            foreach (var leaf in searcher.IndexReader.Leaves)
            {
                nearest.Compare(leaf, _filters.Passing(leaf, filters));
            }

            return (IReadOnlyList<IndexHit>)[.. nearest.Best.Select(n => new IndexHit(LuceneDocuments.IdOf(searcher, n.Doc), n.Cosine))];
        }));

    public Task<IReadOnlySet<Guid>> WithVectorAsync(CancellationToken cancellation) => Task.FromResult(Read(searcher =>
    {
        var ids = new HashSet<Guid>();
        foreach (var leaf in searcher.IndexReader.Leaves)
        {
            var live = leaf.AtomicReader.LiveDocs;
            var with = leaf.AtomicReader.GetDocsWithField(LuceneDocuments.Vector);
            for (var doc = 0; with is not null && doc < leaf.AtomicReader.MaxDoc; doc++)
            {
                if (with.Get(doc) && live?.Get(doc) != false)
                {
                    ids.Add(LuceneDocuments.Key(leaf.AtomicReader.Document(doc)).Id);
                }
            }
        }

        return (IReadOnlySet<Guid>)ids;
    }));

    public Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation) =>
        Task.FromResult(Read(searcher =>
        {
            var all = searcher.CollectionStatistics(LuceneDocuments.MemberText);
            return new TokenStatistics(
                Math.Max(1, searcher.IndexReader.NumDocs),
                _frequencies.GetOrCreateValue(searcher.IndexReader).Of(searcher.IndexReader, tokens))
            {
                AverageLength = all.DocCount > 0 ? (double)all.SumTotalTermFreq / all.DocCount : 0,
            };
        }));

    /// <summary>Writes everything to disk.</summary>
    public void Commit() => _writer.Commit();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _background;
        _searchers.Dispose();
        _writer.Dispose();
        _directory.Dispose();
        _stop.Dispose();
    }

    private void Apply(SearchDocument document)
    {
        if (_versions.TryGetValue(document.Id, out var known) && known > document.Version)
        {
            return;
        }

        var key = new Term(LuceneDocuments.Id, document.Id.ToString("N"));
        if (document.Visible)
        {
            try
            {
                _writer.UpdateDocument(key, LuceneDocuments.From(document));
            }
            catch (ArgumentException exception)
            {
                // A term that is too long, say. The writer goes on without the document.
                throw new DocumentRejectedException(document.Id, exception.Message);
            }
        }
        else
        {
            _writer.DeleteDocuments(key);
        }

        _versions[document.Id] = document.Version;
    }

    private T Read<T>(Func<IndexSearcher, T> read)
    {
        var searcher = _searchers.Acquire();
        try
        {
            return read(searcher);
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    private async Task RunAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(RefreshEvery, time);
        var committed = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    Tend(time, ref committed);
                }
                catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
                {
                    // A full disk may have room again at the next tick.
                    LogTendingFailed(exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposal; the writer commits when it closes.
        }
    }

    private void Tend(TimeProvider time, ref long committed)
    {
        if (_changed)
        {
            // Cleared first, for what is applied meanwhile; set again where another thread was refreshing, or it failed.
            _changed = false;
            var refreshed = false;
            try
            {
                refreshed = _searchers.MaybeRefresh();
            }
            finally
            {
                if (!refreshed)
                {
                    _changed = true;
                }
            }
        }

        if (_writer.HasUncommittedChanges() && time.GetElapsedTime(committed) > CommitEvery)
        {
            _writer.Commit();
            committed = time.GetTimestamp();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Refreshing or committing the index failed; trying again")]
    private partial void LogTendingFailed(Exception exception);

    private sealed class Searchers : SearcherFactory
    {
        public override IndexSearcher NewSearcher(IndexReader reader) => new(reader) { Similarity = new TokenSimilarity() };
    }
}
