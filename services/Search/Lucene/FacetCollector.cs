using System.Globalization;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Matchmaking.Search.Lucene;

/// <summary>Counts the values of all hits.</summary>
/// <param name="suffix">Ends the names of the conditions that the reader may know of.</param>
internal sealed class FacetCollector(bool enabled, string suffix) : ICollector
{
    private readonly Dictionary<string, Dictionary<string, int>> _counts = enabled
        ? new() { [LuceneDocuments.Kind] = [], [LuceneDocuments.Field] = [], [LuceneDocuments.Mode] = [], [LuceneDocuments.Trl] = [] }
        : [];

    private readonly BytesRef _value = new();
    private SortedDocValues? _kind;
    private SortedDocValues? _field;
    private SortedSetDocValues? _mode;
    private NumericDocValues? _trl;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Counts =>
        _counts.ToDictionary(c => c.Key, c => (IReadOnlyDictionary<string, int>)c.Value);

    public bool AcceptsDocsOutOfOrder => true;

    public void SetScorer(Scorer scorer)
    {
    }

    public void SetNextReader(AtomicReaderContext context)
    {
        _kind = context.AtomicReader.GetSortedDocValues(LuceneDocuments.Kind);
        _field = context.AtomicReader.GetSortedDocValues(LuceneDocuments.Field);
        _mode = context.AtomicReader.GetSortedSetDocValues(LuceneDocuments.Mode + suffix + ".facet");
        _trl = context.AtomicReader.GetNumericDocValues(LuceneDocuments.Trl + suffix);
    }

    public void Collect(int doc)
    {
        Count(LuceneDocuments.Kind, _kind, doc);
        Count(LuceneDocuments.Field, _field, doc);
        if (_mode is not null)
        {
            _mode.SetDocument(doc);
            for (var ord = _mode.NextOrd(); ord != SortedSetDocValues.NO_MORE_ORDS; ord = _mode.NextOrd())
            {
                _mode.LookupOrd(ord, _value);
                Add(LuceneDocuments.Mode, _value.Utf8ToString());
            }
        }

        if (_trl?.Get(doc) is > 0 and var trl)
        {
            Add(LuceneDocuments.Trl, trl.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Count(string facet, SortedDocValues? values, int doc)
    {
        if (values is not null)
        {
            values.Get(doc, _value);
            Add(facet, _value.Utf8ToString());
        }
    }

    private void Add(string facet, string value)
    {
        if (value.Length > 0)
        {
            var counts = _counts[facet];
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }
    }
}
