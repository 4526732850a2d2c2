using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// Compares every document that passes the filters with one vector and keeps the nearest. Exact: at 512 dimensions a
/// hundred thousand documents are some tens of milliseconds, and there is no graph to build or to keep beside the index.
/// </summary>
internal sealed class NearestCollector(float[] vector, int take) : ICollector
{
    private readonly byte[] _wanted = QuantisedVector.From(vector);
    private readonly PriorityQueue<int, float> _nearest = new();
    private readonly BytesRef _value = new();
    private BinaryDocValues? _vectors;
    private int _base;

    /// <summary>The nearest documents of those collected, best first.</summary>
    public IReadOnlyList<(int Doc, float Cosine)> Nearest =>
        [.. _nearest.UnorderedItems.Select(i => (i.Element, i.Priority)).OrderByDescending(i => i.Priority).ThenBy(i => i.Element)];

    public bool AcceptsDocsOutOfOrder => true;

    public void SetScorer(Scorer scorer)
    {
    }

    public void SetNextReader(AtomicReaderContext context)
    {
        _vectors = context.AtomicReader.GetBinaryDocValues(LuceneDocuments.Vector);
        _base = context.DocBase;
    }

    public void Collect(int doc)
    {
        if (_vectors is null)
        {
            return;
        }

        _vectors.Get(doc, _value);
        var bytes = _value.Bytes.AsSpan(_value.Offset, _value.Length);
        // A document without a vector, or with one of another model.
        if (bytes.Length != _wanted.Length)
        {
            return;
        }

        var cosine = QuantisedVector.Dot(_wanted, bytes);
        if (_nearest.Count < take)
        {
            _nearest.Enqueue(_base + doc, cosine);
        }
        else if (_nearest.TryPeek(out _, out var least) && cosine > least)
        {
            _nearest.EnqueueDequeue(_base + doc, cosine);
        }
    }
}
