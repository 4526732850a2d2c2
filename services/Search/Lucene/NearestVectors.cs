using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// Compares every document that passes the filters with one vector and keeps the nearest. Exact: at 512 dimensions a
/// hundred thousand documents are some tens of milliseconds, and there is no graph to build or to keep beside the index.
/// </summary>
internal sealed class NearestVectors(float[] vector, int take)
{
    private readonly byte[] _wanted = QuantisedVector.From(vector);
    private readonly PriorityQueue<int, float> _nearest = new();
    private readonly BytesRef _value = new();

    /// <summary>The nearest documents of those compared, best first.</summary>
    public IReadOnlyList<(int Doc, float Cosine)> Best =>
        [.. _nearest.UnorderedItems.Select(i => (i.Element, i.Priority)).OrderByDescending(i => i.Priority).ThenBy(i => i.Element)];

    public void Compare(AtomicReaderContext leaf, FixedBitSet passing)
    {
        if (leaf.AtomicReader.GetBinaryDocValues(LuceneDocuments.Vector) is not { } vectors)
        {
            return;
        }

        for (var doc = passing.NextSetBit(0); doc >= 0; doc = doc + 1 < passing.Length ? passing.NextSetBit(doc + 1) : -1)
        {
            vectors.Get(doc, _value);
            var bytes = _value.Bytes.AsSpan(_value.Offset, _value.Length);
            // A document without a vector, or with one of another model.
            if (bytes.Length == _wanted.Length)
            {
                Keep(leaf.DocBase + doc, QuantisedVector.Dot(_wanted, bytes));
            }
        }
    }

    private void Keep(int doc, float cosine)
    {
        if (_nearest.Count < take)
        {
            _nearest.Enqueue(doc, cosine);
        }
        else if (_nearest.TryPeek(out _, out var least) && cosine > least)
        {
            _nearest.EnqueueDequeue(doc, cosine);
        }
    }
}
