using Matchmaking.Contracts;

namespace Matchmaking.Web.Sheets;

/// <summary>
/// How large a table may be, wherever it comes from. What it costs to read goes by its rows times its columns and by the
/// text in its cells, of which a file of a few bytes can promise any number.
/// </summary>
internal static class SheetLimits
{
    /// <summary>Characters that a spreadsheet takes in a cell.</summary>
    public const int CellLength = 32_767;

    private const int MostColumns = 200;
    private const string LastColumn = "GR";

    // Ten times what may be imported: tables of offices have many blank rows.
    private const int MostRows = 5_000;

    // As many as the rows that may be imported have in all columns.
    private const int MostCells = 100_000;
    private const long MostText = 4 * 1024 * 1024;

    /// <param name="row">A row that is used, from 1.</param>
    /// <param name="column">A column that is used, from 1.</param>
    /// <exception cref="SheetException">It lies too far down or right.</exception>
    public static void Place(int row, int column)
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

    /// <exception cref="SheetException">It has more characters than a cell takes.</exception>
    public static void Text(int row, int column, long length)
    {
        if (length > CellLength)
        {
            var cell = Letter(column - 1) + row;
            throw new SheetException(new(
                $"单元格 {cell} 有 {length} 字，超过了 {CellLength} 字；请缩短，或检查引号是否成对",
                $"Cell {cell} has {length} characters, more than {CellLength}. Shorten it, or see whether its quotes are closed"));
        }
    }

    /// <param name="cells">Cells that hold something.</param>
    /// <param name="text">Characters in them all.</param>
    /// <exception cref="SheetException">The whole is too much.</exception>
    public static void Whole(int cells, long text)
    {
        if (cells > MostCells || text > MostText)
        {
            throw TooLarge();
        }
    }

    public static SheetException TooLarge() => new(new(
        "表格展开后太大，请删掉空白行列和图片，或分成几个文件后再上传", "The table is too large when unpacked. Delete blank rows, columns and pictures, or split it"));

    /// <summary>A, B … Z, AA as spreadsheets count.</summary>
    /// <param name="index">From 0.</param>
    public static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : Letter((index / 26) - 1) + Letter(index % 26);
}
