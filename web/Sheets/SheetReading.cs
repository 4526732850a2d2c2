using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Sheets;

/// <summary>What is wrong in one cell.</summary>
/// <param name="Row">Number of the row as the spreadsheet shows it.</param>
/// <param name="Column">The column's letter; empty where the fault is the row's.</param>
/// <param name="Header">What the column is called.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record CellFault(int Row, string Column, string Header, string Value, string Text);

/// <summary>One row of the table.</summary>
/// <param name="Twin">What it repeats, in words; null where it is new.</param>
public sealed record SheetRow<TContent>(int Number, string Title, TContent Content, List<CellFault> Faults)
{
    public string? Twin { get; set; }

    public bool IsGood => Faults.Count == 0 && Twin is null;
}

/// <summary>A table read into forms.</summary>
/// <param name="Rows">Rows that hold something.</param>
/// <param name="Ignored">Headers that no field is called.</param>
/// <param name="Columns">The column's letter and header of each field that the table has.</param>
public sealed record SheetReading<TContent>(
    IReadOnlyList<SheetRow<TContent>> Rows, IReadOnlyList<string> Ignored, IReadOnlyDictionary<string, (string Letter, string Header)> Columns)
    where TContent : class, new()
{
    private const int HeaderWithin = 10;

    private const int LongestHeader = 40;

    /// <param name="title">Name of the field without which a row is nothing.</param>
    /// <exception cref="SheetException">The table as a whole cannot be imported.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static SheetReading<TContent> Of(IReadOnlyList<string[]> table, string title, string language, CancellationToken cancellation)
    {
        var columns = SheetColumn.Of(typeof(TContent));
        var wantedColumn = columns.First(c => c.Field.Name == title);
        var head = table.Take(HeaderWithin).TakeWhile(r => !r.Any(c => IsTitle(c))).Count();
        if (head == Math.Min(HeaderWithin, table.Count))
        {
            var wanted = wantedColumn.Field.Attribute.Name;
            throw table.All(r => r.All(string.IsNullOrWhiteSpace))
                ? new SheetException(new("没有内容，请先填写表格，或连同表头一起粘贴", "There is nothing in it. Fill in the table, or paste it with its header"))
                : new SheetException(new($"没有找到“{wanted.Zh}”这一列；请用模板，或连同表头一起粘贴", $"There is no column '{wanted.En}'. Take the template, or paste with the header"));
        }

        var header = table[head];
        var called = header.Select(SheetColumn.Bare).ToList();
        var own = columns.Where(c => called.Exists(c.IsCalled)).ToHashSet();
        List<(int Index, SheetColumn Column)> known = [];
        List<string> ignored = [];
        for (var i = 0; i < header.Length; i++)
        {
            if (ColumnOf(called[i]) is { } column && known.All(k => k.Column != column))
            {
                known.Add((i, column));
            }
            else if (header[i].Trim().Length > 0)
            {
                ignored.Add($"{SheetLimits.Letter(i)} {(header[i].Trim() is { Length: <= LongestHeader } name ? name : header[i].Trim()[..LongestHeader] + "…")}");
            }
        }

        var rows = table.Select((cells, i) => (cells, Number: i + 1)).Skip(head + 1).Where(r => r.cells.Any(c => !string.IsNullOrWhiteSpace(c))).ToList();
        if (rows.Count == 0)
        {
            throw new SheetException(new("只有表头，没有内容；请从第二行开始填写", "There is a header only. Fill in rows below it"));
        }

        if (rows.Count > CreateRecords<TContent>.Most)
        {
            throw new SheetException(new(
                $"表里有 {rows.Count} 行，一次最多 {CreateRecords<TContent>.Most} 行，请分成几个文件", $"The table has {rows.Count} rows; {CreateRecords<TContent>.Most} at once are the most. Split it"));
        }

        return new(
            [.. rows.Select(r => Row(r.Number, r.cells))], ignored,
            known.ToDictionary(k => k.Column.Field.Name, k => (SheetLimits.Letter(k.Index), k.Column.Field.Attribute.Name.In(language))));

        bool IsTitle(string cell) => SheetColumn.Bare(cell) is var name && (wantedColumn.IsCalled(name) || wantedColumn.IsAlsoCalled(name));

        // The form's own words go before others that the same table may use for something else.
        SheetColumn? ColumnOf(string name) => columns.FirstOrDefault(c => c.IsCalled(name))
            ?? columns.FirstOrDefault(c => c.IsAlsoCalled(name) && !own.Contains(c));

        SheetRow<TContent> Row(int number, string[] cells)
        {
            cancellation.ThrowIfCancellationRequested();
            var json = JsonSerializer.SerializeToNode(new TContent(), JsonDefaults.Options)!.AsObject();
            List<CellFault> faults = [];
            foreach (var (index, column) in known)
            {
                var cell = index < cells.Length ? cells[index] : "";
                var value = column.Read(cell, out var fault);
                var name = column.Field.Attribute.Name.In(language);
                if (fault is not null)
                {
                    faults.Add(new(number, SheetLimits.Letter(index), name, cell.Trim(), fault.In(language)));
                }
                else if (value is not null)
                {
                    json[column.Field.Name] = value;
                }
                else if (column.Field.Name == title)
                {
                    faults.Add(new(number, SheetLimits.Letter(index), name, "", new LocalText("没有填写；请补上，或删掉这一行", "is empty. Fill it in, or delete the row").In(language)));
                }
            }

            var content = json.Deserialize<TContent>(JsonDefaults.Options)!;
            return new(number, json[title]?.ToString() ?? "", content, faults);
        }
    }
}
