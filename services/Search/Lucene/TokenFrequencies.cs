using System.Collections.Concurrent;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// In how many documents of one reader tokens stand. Rankings ask for hundreds, mostly the same ones, and a reader lives
/// until the next change.
/// </summary>
internal sealed class TokenFrequencies
{
    // Some ten megabytes; beyond, it starts anew.
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, int> _known = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Of(IndexReader reader, IReadOnlyCollection<string> tokens)
    {
        var counts = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        List<string> unknown = [];
        foreach (var token in tokens)
        {
            if (_known.TryGetValue(token, out var count))
            {
                counts[token] = count;
            }
            else
            {
                unknown.Add(token);
            }
        }

        if (_known.Count > Most)
        {
            _known.Clear();
        }

        foreach (var (token, count) in Read(reader, unknown))
        {
            counts[token] = _known[token] = count;
        }

        return counts;
    }

    // In the order of the term dictionary, with one look at each block of it.
    private static IEnumerable<(string Token, int Count)> Read(IndexReader reader, IReadOnlyCollection<string> tokens)
    {
        var sorted = tokens.Distinct().Select(t => (Text: t, Bytes: new BytesRef(t))).OrderBy(t => t.Bytes).ToList();
        var counts = new int[sorted.Count];
        foreach (var leaf in reader.Leaves)
        {
            if (leaf.AtomicReader.GetTerms(LuceneDocuments.MemberText)?.GetEnumerator() is { } terms)
            {
                for (var i = 0; i < sorted.Count; i++)
                {
                    counts[i] += terms.SeekExact(sorted[i].Bytes) ? terms.DocFreq : 0;
                }
            }
        }

        return sorted.Select((t, i) => (t.Text, counts[i]));
    }
}
