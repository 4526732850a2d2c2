using System.Buffers;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Elastic;

/// <summary>Writes documents as lines of <c>_bulk</c>.</summary>
internal static class ElasticDocuments
{
    private static readonly ReadOnlyMemory<byte> NewLine = "\n"u8.ToArray();

    /// <summary>
    /// Appends what puts or deletes the document. Its version is the record's own: the engine refuses an older one, and
    /// takes the same again.
    /// </summary>
    public static void Write(ArrayBufferWriter<byte> lines, SearchDocument document, int? dimensions)
    {
        using (var action = new Utf8JsonWriter(lines))
        {
            action.WriteStartObject();
            action.WriteStartObject(document.Visible ? "index" : "delete");
            action.WriteString("_id", document.Id.ToString("N"));
            action.WriteNumber("version", document.Version);
            action.WriteString("version_type", "external_gte");
            action.WriteEndObject();
            action.WriteEndObject();
        }

        lines.Write(NewLine.Span);
        if (document.Visible)
        {
            WriteFields(lines, document, dimensions);
            lines.Write(NewLine.Span);
        }
    }

    private static void WriteFields(ArrayBufferWriter<byte> lines, SearchDocument document, int? dimensions)
    {
        using var fields = new Utf8JsonWriter(lines);
        fields.WriteStartObject();
        fields.WriteString(ElasticMapping.Id, document.Id.ToString("N"));
        fields.WriteNumber(ElasticMapping.Version, document.Version);
        fields.WriteString(ElasticMapping.Kind, document.Kind.ToString());
        fields.WriteNumber(ElasticMapping.Level, (int)document.Level);
        fields.WriteString(ElasticMapping.Organisation, document.OrganisationId.ToString("N"));
        fields.WriteNumber(ElasticMapping.Published, document.PublishedAt?.Ticks ?? 0);
        WriteList(fields, ElasticMapping.Avoid, document.Avoid);
        if (document.Field is { } field)
        {
            fields.WriteString(ElasticMapping.Field, field);
        }

        WriteConditions(fields, document, "");
        if (document.Kind != RecordKind.Need)
        {
            // A need's conditions are for members: a filter or a count would tell them to anybody.
            WriteConditions(fields, document, ElasticMapping.Public);
        }

        WriteText(fields, ElasticMapping.Title, document.Title);
        WriteText(fields, ElasticMapping.Keywords, string.Join('\n', document.Keywords));
        WriteText(fields, ElasticMapping.PublicText, document.TextFor(Disclosure.L0));
        WriteText(fields, ElasticMapping.MemberText, document.TextFor(Disclosure.L1));
        // One that the engine would refuse is left out: the words still find the document.
        if (document.Vector is { } vector && vector.Length == dimensions && vector.All(float.IsFinite) && vector.Any(v => v != 0))
        {
            fields.WriteStartArray(ElasticMapping.Vector);
            foreach (var value in vector)
            {
                fields.WriteNumberValue(value);
            }

            fields.WriteEndArray();
        }

        fields.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter fields, SearchDocument document, string suffix)
    {
        if (document.Trl is { } trl)
        {
            fields.WriteNumber(ElasticMapping.Trl + suffix, trl);
        }

        WriteList(fields, ElasticMapping.Mode + suffix, document.Modes);
    }

    private static void WriteList(Utf8JsonWriter fields, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            fields.WriteStartArray(name);
            foreach (var value in values)
            {
                fields.WriteStringValue(value);
            }

            fields.WriteEndArray();
        }
    }

    private static void WriteText(Utf8JsonWriter fields, string name, string text) =>
        fields.WriteString(name, string.Join(' ', TextAnalyzer.Analyze(text).Select(t => t.Text)));
}
