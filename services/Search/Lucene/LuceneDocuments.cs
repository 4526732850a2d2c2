using System.Globalization;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Lucene;

/// <summary>How a document's fields stand in the Lucene index.</summary>
internal static class LuceneDocuments
{
    public const string Id = "id";
    public const string Version = "version";
    public const string Kind = "kind";
    public const string Level = "level";
    public const string Organisation = "organisation";
    public const string Avoid = "avoid";
    public const string Field = "field";
    public const string Mode = "mode";
    public const string Trl = "trl";
    public const string Published = "published";
    public const string Vector = "vector";

    /// <summary>Ends the names of <see cref="Mode"/> and <see cref="Trl"/> as the public may filter by and count them.</summary>
    public const string Public = "0";
    public const string PublicTitle = "title";
    public const string Keywords = "keywords";

    /// <summary>All text of tier L0: what the public searches.</summary>
    public const string PublicText = "text0";

    /// <summary>All text up to tier L1: what members search and matching uses.</summary>
    public const string MemberText = "text1";

    private static readonly FieldType Tokens = Frozen(new FieldType
    {
        IsIndexed = true,
        IsTokenized = true,
        IndexOptions = IndexOptions.DOCS_AND_FREQS,
        OmitNorms = false,
    });

    public static Document From(SearchDocument source)
    {
        var document = new Document
        {
            new StringField(Id, source.Id.ToString("N"), global::Lucene.Net.Documents.Field.Store.YES),
            new StoredField(Version, source.Version),
            new BinaryDocValuesField(Id, new(source.Id.ToByteArray())),
            new StringField(Kind, source.Kind.ToString(), global::Lucene.Net.Documents.Field.Store.NO),
            new SortedDocValuesField(Kind, new(source.Kind.ToString())),
            new Int32Field(Level, (int)source.Level, global::Lucene.Net.Documents.Field.Store.NO),
            new StringField(Organisation, source.OrganisationId.ToString("N"), global::Lucene.Net.Documents.Field.Store.NO),
            new NumericDocValuesField(Published, source.PublishedAt?.Ticks ?? 0),
            new SortedDocValuesField(Field, new(source.Field ?? "")),
            Text(PublicTitle, source.Title),
            Text(Keywords, string.Join('\n', source.Keywords)),
            Text(PublicText, source.TextFor(Disclosure.L0)),
            Text(MemberText, source.TextFor(Disclosure.L1)),
        };
        if (source.Field is { } field)
        {
            document.Add(new StringField(Field, field, global::Lucene.Net.Documents.Field.Store.NO));
        }

        foreach (var key in source.Avoid)
        {
            document.Add(new StringField(Avoid, key, global::Lucene.Net.Documents.Field.Store.NO));
        }

        if (source.Vector is { } vector)
        {
            document.Add(new BinaryDocValuesField(Vector, new(QuantisedVector.From(vector))));
        }

        AddConditions(document, source, "");
        if (source.Kind != RecordKind.Need)
        {
            // A need's conditions are for members: a filter or a count would tell them to anybody.
            AddConditions(document, source, Public);
        }

        return document;
    }

    private static void AddConditions(Document document, SearchDocument source, string suffix)
    {
        document.Add(new NumericDocValuesField(Trl + suffix, source.Trl ?? 0));
        if (source.Trl is { } trl)
        {
            document.Add(new Int32Field(Trl + suffix, trl, global::Lucene.Net.Documents.Field.Store.NO));
        }

        foreach (var mode in source.Modes)
        {
            document.Add(new StringField(Mode + suffix, mode, global::Lucene.Net.Documents.Field.Store.NO));
            document.Add(new SortedSetDocValuesField(Mode + suffix + ".facet", new(mode)));
        }
    }

    public static (Guid Id, long Version) Key(Document document) => (
        Guid.ParseExact(document.Get(Id), "N"), long.Parse(document.Get(Version), CultureInfo.InvariantCulture));

    /// <summary>A document's id from its column: stored fields lie in compressed blocks.</summary>
    public static Guid IdOf(IndexSearcher searcher, int doc)
    {
        var leaf = searcher.IndexReader.Leaves[ReaderUtil.SubIndex(doc, searcher.IndexReader.Leaves)];
        if (leaf.AtomicReader.GetBinaryDocValues(Id) is not { } column)
        {
            // Of a release before form 4: it answers until the new index is there.
            return Key(searcher.Doc(doc)).Id;
        }

        var id = new BytesRef();
        column.Get(doc - leaf.DocBase, id);
        return new Guid(id.Bytes.AsSpan(id.Offset, id.Length));
    }

    /// <summary>Versions of all documents.</summary>
    public static IReadOnlyDictionary<Guid, long> Versions(IndexSearcher searcher) =>
        searcher.Search(new MatchAllDocsQuery(), Math.Max(1, searcher.IndexReader.NumDocs)).ScoreDocs
            .Select(hit => Key(searcher.Doc(hit.Doc)))
            .ToDictionary(k => k.Id, k => k.Version);

    private static global::Lucene.Net.Documents.Field Text(string name, string text) =>
        new(name, new TokenListStream(TextAnalyzer.Analyze(text)), Tokens);

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}
