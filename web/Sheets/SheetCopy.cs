using System.Globalization;
using System.Text;
using System.Xml;

namespace Matchmaking.Web.Sheets;

/// <summary>
/// Writes a sheet's cells that hold something, each at the address it stands at, in rising order. Formulas, formats of
/// empty cells, widths and the like are left out.
/// </summary>
/// <param name="lengths">Of the workbook's shared texts, in their order.</param>
internal sealed class SheetCopy(PartReader part, XmlWriter xml, List<int> lengths)
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly string[] TextTypes = ["s", "str", "inlineStr", "e"];

    private int _row;
    private int _column;
    private int _cells;
    private long _text;
    private bool _open;

    /// <exception cref="SheetException">It reaches too far or holds too much.</exception>
    public void Run()
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData", Main);
        var (inData, inRow) = (false, false);
        while (part.Read())
        {
            if (part.Xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (part.Xml.Depth)
            {
                case 1:
                    (inData, inRow) = (part.IsAt("sheetData"), false);
                    Promise(part.IsAt("dimension") ? part.Xml.GetAttribute("ref") ?? "" : "");
                    break;
                case 2:
                    inRow = inData && part.IsAt("row");
                    if (inRow)
                    {
                        StartRow(RowOf(part.Xml.GetAttribute("r")));
                    }

                    break;
                case 3 when inRow && part.IsAt("c"):
                    Cell();
                    break;
            }
        }

        EndRow();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>The text of an item whose pieces stand in <c>t</c>; reads to its end.</summary>
    public static string ReadItem(PartReader part)
    {
        var text = new StringBuilder();
        var (depth, spoken) = (part.Xml.Depth, int.MaxValue);
        if (part.Xml.IsEmptyElement)
        {
            return "";
        }

        var inText = false;
        while (part.Read() && part.Xml.Depth > depth)
        {
            switch (part.Xml.NodeType)
            {
                case XmlNodeType.Element:
                    spoken = part.Xml.Depth <= spoken ? part.IsAt("rPh") ? part.Xml.Depth : int.MaxValue : spoken;
                    inText = part.IsAt("t") && !part.Xml.IsEmptyElement && spoken == int.MaxValue;
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when inText:
                    text.Append(part.Xml.Value);
                    break;
            }
        }

        return text.ToString();
    }

    public static void WriteText(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement(element, Main);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static void Promise(string range)
    {
        foreach (var corner in range.Split(':'))
        {
            SheetLimits.Place(RowOf(corner) ?? 0, ColumnOf(corner) ?? 0);
        }
    }

    // Without an address it is the next one; so is what stands at an address that was passed before.
    private void StartRow(int? address)
    {
        EndRow();
        (_row, _column) = (Math.Max(_row + 1, address ?? 0), 0);
        SheetLimits.Place(_row, 0);
    }

    private void EndRow()
    {
        if (_open)
        {
            xml.WriteEndElement();
            _open = false;
        }
    }

    private void Cell()
    {
        var address = part.Xml.GetAttribute("r");
        _column = Math.Max(_column + 1, ColumnOf(address) ?? 0);
        SheetLimits.Place(RowOf(address) ?? _row, _column);
        var (type, style) = (part.Xml.GetAttribute("t") ?? "n", part.Xml.GetAttribute("s"));
        var value = Value();
        if (value.Length == 0)
        {
            return;
        }

        var length = type == "s"
            ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < lengths.Count ? lengths[index] : 0
            : value.Length;
        SheetLimits.Text(_row, _column, length);
        _text += length;
        SheetLimits.Whole(++_cells, _text);
        if (!_open)
        {
            _open = true;
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", _row.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", SheetLimits.Letter(_column - 1) + _row.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("t", type);
        if (style is not null && !TextTypes.Contains(type))
        {
            xml.WriteAttributeString("s", style);
        }

        WriteText(xml, "v", value);
        xml.WriteEndElement();
    }

    // The cell's value or text, with the reader at its end.
    private string Value()
    {
        if (part.Xml.IsEmptyElement)
        {
            return "";
        }

        var value = new StringBuilder();
        var (depth, inValue) = (part.Xml.Depth, false);
        while (part.Read() && part.Xml.Depth > depth)
        {
            if (part.Xml.Depth == depth + 1 && part.Xml.NodeType == XmlNodeType.Element)
            {
                inValue = part.IsAt("v");
                value.Append(part.IsAt("is") ? ReadItem(part) : "");
            }
            else if (inValue && part.Xml.Depth == depth + 2 && part.Xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                value.Append(part.Xml.Value);
            }
        }

        return value.ToString();
    }

    // B of B12 is 2; null where there are no letters. Far ones are as far as one beyond the last.
    private static int? ColumnOf(string? address)
    {
        var column = 0;
        foreach (var c in (address ?? "").TrimStart('$').TakeWhile(char.IsAsciiLetter))
        {
            column = Math.Min((column * 26) + (char.ToUpperInvariant(c) - 'A' + 1), short.MaxValue);
        }

        return column == 0 ? null : column;
    }

    // 12 of B12, and of 12; null where there are no digits.
    private static int? RowOf(string? address)
    {
        var digits = (address ?? "").TrimStart('$').SkipWhile(char.IsAsciiLetter).SkipWhile(c => c == '$').TakeWhile(char.IsAsciiDigit);
        var row = digits.Aggregate(0, (sum, c) => Math.Min((sum * 10) + (c - '0'), 10_000_000));
        return row == 0 ? null : row;
    }
}
