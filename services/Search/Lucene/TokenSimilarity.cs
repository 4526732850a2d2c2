using System.Numerics;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;

namespace Matchmaking.Search.Lucene;

/// <summary>
/// BM25 as later Lucenes and with them Elasticsearch count it, so that both engines score alike: a text's length is kept
/// exactly up to 23 tokens and then to one part in sixteen (4.8: one part in four), and means are of the documents that
/// have the field.
/// </summary>
internal sealed class TokenSimilarity : BM25Similarity
{
    private const int Exact = 24;

    protected override byte EncodeNormValue(float boost, int fieldLength) =>
        (byte)(fieldLength < Exact ? fieldLength : Exact + Shorten(fieldLength - Exact));

    protected override float DecodeNormValue(byte norm) => norm < Exact ? norm : Exact + Lengthen(norm - Exact);

    protected override float AvgFieldLength(CollectionStatistics collection) =>
        collection.SumTotalTermFreq <= 0 ? 1 : (float)((double)collection.SumTotalTermFreq / Documents(collection));

    public override Explanation IdfExplain(CollectionStatistics collectionStats, TermStatistics termStats) =>
        new(Idf(termStats.DocFreq, Documents(collectionStats)), $"idf of {termStats.DocFreq} in {Documents(collectionStats)}");

    private static long Documents(CollectionStatistics collection) => collection.DocCount > 0 ? collection.DocCount : collection.MaxDoc;

    // Four significant bits, the first of them implied, and a shift.
    private static int Shorten(int length)
    {
        var bits = 32 - BitOperations.LeadingZeroCount((uint)length);
        return bits < 4 ? length : ((length >> (bits - 4)) & 7) | ((bits - 3) << 3);
    }

    private static int Lengthen(int code) => code < 8 ? code : ((code & 7) | 8) << ((code >> 3) - 1);
}
