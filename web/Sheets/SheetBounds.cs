using System.IO.Compression;
using System.Xml;
using Matchmaking.Contracts;

namespace Matchmaking.Web.Sheets;

/// <summary>
/// How far a workbook's sheets reach, looked at before it is read: the reader makes a cell of every column up to the last
/// one for each row, so a file of three far cells would keep a processor busy for a minute.
/// </summary>
internal static class SheetBounds
{
    private const int MostColumns = 200;
    private const string LastColumn = "GR";

    // Ten times what may be imported: tables of offices have many blank rows.
    private const int MostRows = 5_000;
    private const string Folder = "worksheets/";
    private const string Relations = Folder + "_rels/";

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="SheetException">A sheet reaches too far.</exception>
    /// <exception cref="XmlException">A sheet cannot be read.</exception>
    public static void Check(ZipArchive workbook, CancellationToken cancellation)
    {
        foreach (var entry in workbook.Entries)
        {
            if (entry.FullName.Contains(Folder, StringComparison.OrdinalIgnoreCase) && !entry.FullName.Contains(Relations, StringComparison.OrdinalIgnoreCase)
                && entry.Name.Length > 0)
            {
                using var sheet = entry.Open();
                using var xml = XmlReader.Create(sheet, Safe);
                Check(xml, cancellation);
            }
        }
    }

    private static void Check(XmlReader xml, CancellationToken cancellation)
    {
        var (row, rows, column) = (0, 0, 0);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "dimension":
                    foreach (var corner in (xml.GetAttribute("ref") ?? "").Split(':'))
                    {
                        Refuse(RowOf(corner) ?? 0, ColumnOf(corner) ?? 0);
                    }

                    break;
                case "row":
                    cancellation.ThrowIfCancellationRequested();
                    // Without an address it is the next one; the same one over and over counts as often.
                    (row, rows, column) = (RowOf(xml.GetAttribute("r")) ?? row + 1, rows + 1, 0);
                    Refuse(Math.Max(row, rows), column);
                    break;
                case "c":
                    var address = xml.GetAttribute("r");
                    column = ColumnOf(address) ?? column + 1;
                    Refuse(RowOf(address) ?? row, column);
                    break;
            }
        }
    }

    private static void Refuse(int row, int column)
    {
        if (column > MostColumns)
        {
            throw new SheetException(new(
                $"表格太宽，用到了第 {MostColumns} 列（{LastColumn}）以后；请删掉右边多余的列，另存后再上传",
                $"The table is too wide: it reaches beyond column {MostColumns} ({LastColumn}). Delete the columns at its right, save it and upload it again"));
        }

        if (row > MostRows)
        {
            throw new SheetException(new(
                $"表格太长，用到了第 {MostRows} 行以后；请删掉下面多余的行，另存后再上传",
                $"The table is too long: it reaches beyond row {MostRows}. Delete the rows at its end, save it and upload it again"));
        }
    }

    // B of B12 is 2; null where there are no letters.
    private static int? ColumnOf(string? address)
    {
        var column = 0;
        foreach (var c in (address ?? "").TrimStart('$').TakeWhile(char.IsAsciiLetter))
        {
            column = Math.Min((column * 26) + (char.ToUpperInvariant(c) - 'A' + 1), MostColumns + 1);
        }

        return column == 0 ? null : column;
    }

    // 12 of B12, and of 12; null where there are no digits.
    private static int? RowOf(string? address)
    {
        var digits = (address ?? "").TrimStart('$').SkipWhile(char.IsAsciiLetter).SkipWhile(c => c == '$').TakeWhile(char.IsAsciiDigit);
        var row = digits.Aggregate(0, (sum, c) => Math.Min((sum * 10) + (c - '0'), MostRows + 1));
        return row == 0 ? null : row;
    }
}
