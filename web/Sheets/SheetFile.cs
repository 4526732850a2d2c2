using System.Globalization;
using System.IO.Compression;
using System.Text;
using Matchmaking.Contracts;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Matchmaking.Web.Sheets;

/// <summary>The file cannot be read as a table; says what it is and what to do.</summary>
public sealed class SheetException(LocalText text) : Exception(text.En)
{
    public LocalText Text { get; } = text;
}

/// <summary>Reads an uploaded table into rows of text, by what the file holds rather than what it is called.</summary>
internal static class SheetFile
{
    public const int LargestBytes = 4 * 1024 * 1024;

    // Not in temporary files, which only a finalizer would delete.
    private static readonly OpenXmlConfiguration InMemory = new() { EnableSharedStringCache = false };

    private static readonly byte[] Zip = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];

    static SheetFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="SheetException">It is no table that can be read.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static List<string[]> Read(byte[] file, CancellationToken cancellation)
    {
        if (file.Length == 0)
        {
            throw new SheetException(new("文件是空的，请选择填好的表格", "The file is empty. Choose the table you filled in"));
        }

        if (file.Length > LargestBytes)
        {
            throw new SheetException(new("文件超过 4 MB，请去掉图片或分成几个文件", "The file is larger than 4 MB. Take pictures out or split it"));
        }

        if (file.AsSpan().StartsWith(OldOffice))
        {
            throw new SheetException(new("这是旧版 Excel（.xls）文件，请用 Excel 另存为 .xlsx 再上传", "This is an old Excel file (.xls). Save it as .xlsx and upload that"));
        }

        return file.AsSpan().StartsWith(Zip) ? Workbook(file, cancellation) : DelimitedText.Read(Text(file), cancellation);
    }

    private static List<string[]> Workbook(byte[] file, CancellationToken cancellation)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file));
            using var excerpt = new WorkbookExcerpt(zip, cancellation).Make() ?? throw NoTable();
            List<string[]> rows = [];
            foreach (IDictionary<string, object?> row in excerpt.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: InMemory))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add([.. row.Values.Select(Cell)]);
            }

            return rows;
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Xml.XmlException or IOException or FormatException or NotSupportedException or NullReferenceException or InvalidCastException or ArgumentException or KeyNotFoundException)
        {
            throw new SheetException(new("文件损坏或加了密码，请在 Excel 里打开、去掉密码后另存为 .xlsx", "The file is damaged or has a password. Open it in Excel and save it as .xlsx without one"));
        }
    }

    private static string Text(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(file, 2, file.Length - 2);
        }

        // A table of text holds no NUL; a picture, a PDF or a program soon does.
        if (file.Contains((byte)0) || file.AsSpan().StartsWith("%PDF"u8) || file.AsSpan().StartsWith("{\\rtf"u8))
        {
            throw NoTable();
        }

        var start = file is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file, start, file.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // What Excel in Chinese Windows calls CSV.
            try
            {
                return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(file);
            }
            catch (DecoderFallbackException)
            {
                throw NoTable();
            }
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "是" : "否",
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        // A telephone number typed as a number.
        double number => Math.Abs(number) < 1e15 && number == Math.Floor(number) ? ((long)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static SheetException NoTable() => new(new(
        "这不是表格文件，请上传 .xlsx 或 .csv，或从 Excel 复制后粘贴", "This is no table. Upload .xlsx or .csv, or copy from Excel and paste"));
}
