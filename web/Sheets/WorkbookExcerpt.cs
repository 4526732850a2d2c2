using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Matchmaking.Web.Sheets;

/// <summary>
/// The first sheet of a workbook, written anew into one of its own with nothing beside but the texts and number formats it
/// refers to. The library that reads it then sees what was checked and nothing else: a guard that only looked on would have
/// to find the same parts in an archive, by the same rules for their names, as every release of the library does.
/// </summary>
internal sealed class WorkbookExcerpt(ZipArchive source, CancellationToken cancellation)
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Book = "xl/workbook.xml";
    private const string Relations = "xl/_rels/workbook.xml.rels";
    private const int MostParts = 5_000;
    private const long MostBytes = 30L * 1024 * 1024;

    // The format's own limits.
    private const int MostFormats = 65_490;
    private const int LongestFormat = 255;
    private const int MostTexts = 250_000;

    private static readonly Uri Package = new("http://package/");

    private readonly List<int> _lengths = [];
    private long _left = MostBytes;

    /// <summary>The new workbook; null where the file is no workbook at all.</summary>
    /// <exception cref="SheetException">The sheet is too large.</exception>
    /// <exception cref="XmlException">A part cannot be read.</exception>
    /// <exception cref="InvalidDataException">The parts do not fit each other.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public MemoryStream? Make()
    {
        var parts = Parts();
        if (!parts.TryGetValue(Book, out var book))
        {
            return null;
        }

        var sheet = parts.GetValueOrDefault(PathOfFirst(book, parts.GetValueOrDefault(Relations) ?? throw new InvalidDataException("No relations")))
            ?? throw new InvalidDataException("The first sheet is missing");
        var excerpt = new MemoryStream();
        using (var zip = new ZipArchive(excerpt, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (parts.TryGetValue("xl/sharedStrings.xml", out var texts))
            {
                Write(zip, "xl/sharedStrings.xml", texts, CopyTexts);
            }

            if (parts.TryGetValue("xl/styles.xml", out var styles))
            {
                Write(zip, "xl/styles.xml", styles, CopyFormats);
            }

            Write(zip, "xl/worksheets/sheet1.xml", sheet, (part, xml) => new SheetCopy(part, xml, _lengths).Run());
        }

        excerpt.Position = 0;
        return excerpt;
    }

    private Dictionary<string, ZipArchiveEntry> Parts()
    {
        if (source.Entries.Count > MostParts)
        {
            throw SheetLimits.TooLarge();
        }

        var parts = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in source.Entries)
        {
            if (!parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry))
            {
                throw new InvalidDataException("Two parts of one name");
            }
        }

        return parts;
    }

    private string PathOfFirst(ZipArchiveEntry book, ZipArchiveEntry relations)
    {
        var id = Find(book, "sheet", xml =>
        {
            string? found = null;
            while (found is null && xml.MoveToNextAttribute())
            {
                found = xml.LocalName == "id" && xml.NamespaceURI.Length > 0 ? xml.Value : null;
            }

            return found;
        });
        var target = Find(relations, "Relationship", xml => xml.GetAttribute("Id") == id ? xml.GetAttribute("Target") : null).Replace('\\', '/');
        return Uri.TryCreate(new Uri(Package, Book), target, out var path) && path.Host == Package.Host
            ? Uri.UnescapeDataString(path.AbsolutePath).TrimStart('/')
            : throw new InvalidDataException("A sheet is elsewhere");
    }

    private string Find(ZipArchiveEntry entry, string element, Func<XmlReader, string?> read)
    {
        using var part = new PartReader(entry, _left, cancellation);
        while (part.Read())
        {
            if (part.IsAt(element) && read(part.Xml) is { } found)
            {
                _left -= part.Bytes;
                return found;
            }
        }

        throw new InvalidDataException($"{entry.Name} has no {element}");
    }

    private void Write(ZipArchive zip, string name, ZipArchiveEntry entry, Action<PartReader, XmlWriter> copy)
    {
        using var part = new PartReader(entry, _left, cancellation);
        using var xml = XmlWriter.Create(
            zip.CreateEntry(name, CompressionLevel.NoCompression).Open(), new XmlWriterSettings { CloseOutput = true, CheckCharacters = false, Encoding = new UTF8Encoding(false) });
        copy(part, xml);
        _left -= part.Bytes;
    }

    // Of a text in several runs the pieces are joined; how it is pronounced is left out.
    private void CopyTexts(PartReader part, XmlWriter xml)
    {
        xml.WriteStartElement("sst", Main);
        while (part.Read())
        {
            if (part.Xml.Depth == 1 && part.IsAt("si"))
            {
                var text = SheetCopy.ReadItem(part);
                _lengths.Add(text.Length);
                if (_lengths.Count > MostTexts)
                {
                    throw SheetLimits.TooLarge();
                }

                xml.WriteStartElement("si", Main);
                SheetCopy.WriteText(xml, "t", text);
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    }

    // What decides whether a number is a date.
    private static void CopyFormats(PartReader part, XmlWriter xml)
    {
        List<(string Id, string Format)> formats = [];
        List<string> used = [];
        var above = "";
        while (part.Read())
        {
            if (part.Xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (part.Xml.Depth == 1)
            {
                above = part.Xml.LocalName;
            }
            else if (part.Xml.Depth == 2 && above == "numFmts" && part.IsAt("numFmt"))
            {
                var format = part.Xml.GetAttribute("formatCode") ?? "";
                formats.Add((Number(part.Xml, "numFmtId"), format.Length <= LongestFormat ? format : throw new InvalidDataException("A format is too long")));
            }
            else if (part.Xml.Depth == 2 && above == "cellXfs" && part.IsAt("xf"))
            {
                used.Add(Number(part.Xml, "numFmtId"));
            }

            if (formats.Count > MostFormats || used.Count > MostFormats)
            {
                throw SheetLimits.TooLarge();
            }
        }

        xml.WriteStartElement("styleSheet", Main);
        xml.WriteStartElement("numFmts", Main);
        foreach (var (id, format) in formats.DistinctBy(f => f.Id))
        {
            xml.WriteStartElement("numFmt", Main);
            xml.WriteAttributeString("numFmtId", id);
            xml.WriteAttributeString("formatCode", format);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("cellXfs", Main);
        foreach (var id in used)
        {
            xml.WriteStartElement("xf", Main);
            xml.WriteAttributeString("numFmtId", id);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Number(XmlReader xml, string attribute) => ushort.TryParse(xml.GetAttribute(attribute), out var number) ? $"{number}" : "0";
}
