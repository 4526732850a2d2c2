using System.Text;

namespace Matchmaking.Web.Sheets;

/// <summary>Rows of text as spreadsheets copy and save them: separated by tabs or commas, cells with breaks in quotes.</summary>
internal static class DelimitedText
{
    /// <summary>Reads rows; the separator is what the first line holds.</summary>
    /// <exception cref="SheetException">It is larger than a table may be.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static List<string[]> Read(string text, CancellationToken cancellation)
    {
        SheetLimits.Whole(0, text.Length);
        var separator = Separator(text);
        List<string[]> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        var cells = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            EndRow();
        }

        return rows;

        void EndCell()
        {
            SheetLimits.Place(rows.Count + 1, row.Count + 1);
            SheetLimits.Text(rows.Count + 1, row.Count + 1, cell.Length);
            SheetLimits.Whole(cell.Length > 0 ? ++cells : cells, 0);
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            cancellation.ThrowIfCancellationRequested();
            rows.Add([.. row]);
            row.Clear();
        }
    }

    /// <summary>Writes rows so that <see cref="Read"/> gives the same again.</summary>
    public static string Write(IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin('\t', row.Select(Cell)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny("\t\n\r\"") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static char Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return first.Contains('\t', StringComparison.Ordinal) ? '\t' : first.Count(c => c == ';') > first.Count(c => c == ',') ? ';' : ',';
    }
}
