using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Matchmaking.Contracts;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// Which documents of a segment a reader may find, as bits. What nearly every query asks for, audience and kinds, is
/// kept as long as the segment lives; beside the text as further clauses, filters would cost as much as the text.
/// </summary>
internal sealed class SegmentFilters
{
    private readonly ConditionalWeakTable<object, ConcurrentDictionary<(Disclosure Audience, string Kinds), FixedBitSet>> _common = [];

    /// <summary>Documents that pass a query's filters and are not deleted.</summary>
    /// <returns>Bits that the caller must not change.</returns>
    public FixedBitSet Passing(AtomicReaderContext leaf, IndexQuery query)
    {
        var reader = leaf.AtomicReader;
        var kinds = query.Kinds.Select(k => k.ToString()).Order(StringComparer.Ordinal).ToArray();
        var common = _common.GetOrCreateValue(reader.CoreCacheKey).GetOrAdd((query.Audience, string.Join(',', kinds)), _ => Common(leaf, query.Audience, kinds));
        var passing = new Lazy<FixedBitSet>(common.Clone);
        if (reader.LiveDocs is { } live)
        {
            for (var doc = 0; doc < reader.MaxDoc; doc++)
            {
                if (!live.Get(doc))
                {
                    passing.Value.Clear(doc);
                }
            }
        }

        var suffix = query.Audience == Disclosure.L0 ? LuceneDocuments.Public : "";
        Keep(LuceneDocuments.Field, query.Field);
        Keep(LuceneDocuments.Mode + suffix, query.Mode);
        if (query.MinTrl is { } trl)
        {
            passing.Value.And(Bits(leaf, NumericRangeQuery.NewInt32Range(LuceneDocuments.Trl + suffix, trl, 9, true, true)));
        }

        Drop(LuceneDocuments.Organisation, query.NotOrganisation?.ToString("N"));
        foreach (var key in query.NotAvoiding)
        {
            Drop(LuceneDocuments.Avoid, key);
        }

        return passing.IsValueCreated ? passing.Value : common;

        void Keep(string field, string? value)
        {
            if (value is not null)
            {
                passing.Value.And(Bits(leaf, new TermQuery(new Term(field, value))));
            }
        }

        void Drop(string field, string? value)
        {
            if (value is not null && reader.GetTermDocsEnum(new Term(field, value)) is { } documents)
            {
                while (documents.NextDoc() != DocIdSetIterator.NO_MORE_DOCS)
                {
                    passing.Value.Clear(documents.DocID);
                }
            }
        }
    }

    private static FixedBitSet Common(AtomicReaderContext leaf, Disclosure audience, IReadOnlyCollection<string> kinds)
    {
        var bits = Bits(leaf, NumericRangeQuery.NewInt32Range(LuceneDocuments.Level, 0, (int)audience, true, true));
        if (kinds.Count > 0)
        {
            var ofKind = new FixedBitSet(leaf.AtomicReader.MaxDoc);
            foreach (var kind in kinds)
            {
                ofKind.Or(Bits(leaf, new TermQuery(new Term(LuceneDocuments.Kind, kind))));
            }

            bits.And(ofKind);
        }

        return bits;
    }

    // Of deleted documents too: bits outlive deletions.
    private static FixedBitSet Bits(AtomicReaderContext leaf, Query query)
    {
        var bits = new FixedBitSet(leaf.AtomicReader.MaxDoc);
        if (new QueryWrapperFilter(query).GetDocIdSet(leaf, null)?.GetIterator() is { } documents)
        {
            while (documents.NextDoc() != DocIdSetIterator.NO_MORE_DOCS)
            {
                bits.Set(documents.DocID);
            }
        }

        return bits;
    }
}
