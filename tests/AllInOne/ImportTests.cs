using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MiniExcelLibs;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Drafts from a spreadsheet: what is wrong is said by its cell, and nothing is saved unasked.</summary>
public sealed class ImportTests(Portal portal)
{
    private const string Achievements = "/work/achievements/import";
    private const string Needs = "/work/needs/import";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public async Task The_template_names_every_field_and_what_it_takes()
    {
        using var office = await Session.SignInAsync(portal, "liaison");
        using var answer = await office.GetAsync(Achievements + "/template");
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["数据", "填写说明"], file.GetSheetNames());
        var header = ((IDictionary<string, object?>)file.Query(sheetName: "数据").First()).Values.Select(v => (string?)v).ToList();
        Assert.Contains("成果名称（必填）", header);
        Assert.DoesNotContain(header, h => h!.Contains("国家秘密", StringComparison.Ordinal) || h.Contains("权利人已授权", StringComparison.Ordinal));
        var guide = file.Query(useHeaderRow: true, sheetName: "填写说明").Cast<IDictionary<string, object?>>().ToDictionary(r => (string)r["列"]!, r => (string)r["可以填什么"]!);
        Assert.Contains("技术许可", guide["拟转化方式"], StringComparison.Ordinal);
        Assert.Contains("3451", guide["应用行业"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_file_becomes_drafts_once()
    {
        using var office = await Session.SignInAsync(portal, "yjdx");
        var file = Workbook(
            ["成果名称（必填）", "简介", "关键词", "技术领域", "成熟度（TRL）", "拟转化方式", "知识产权", "登记日期", "最低报价（万元）", "备注"],
            ["导入测试成果一", "简介甲。\n第二行。", "密封、泥水", "先进制造与自动化", "6", "技术许可、合作开发", "发明专利 | ZL202010000001.2 | 已授权 | 某大学", new DateTime(2024, 3, 5, 0, 0, 0, DateTimeKind.Unspecified), 12.5, "忽略我"],
            ["导入测试成果二", "简介乙。", "-40℃低温，润滑", "manufacturing", "TRL 4", "license", "", "", "", ""]);
        var preview = await UploadAsync(office, Achievements, file, "成果.xlsx");
        Assert.Contains("共 2 行：2 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains("J 备注", preview, StringComparison.Ordinal);
        Assert.Equal(0, await DraftsAsync("导入测试成果"));

        Assert.Contains("已导入 2 条草稿", await ImportAsync(office, Achievements, preview, "all"), StringComparison.Ordinal);
        var rows = (await portal.GetAsync(Readers.OtherLiaison, "/api/achievements/mine?q=导入测试成果一"))["items"]!;
        var content = (await portal.GetAsync(Readers.OtherLiaison, $"/api/achievements/{rows[0]!["id"]}"))["content"]!;
        Assert.Equal("简介甲。\n第二行。", (string)content["summary"]!);
        Assert.Equal(["license", "joint"], content["modes"]!.AsArray().Select(m => (string)m!));
        Assert.Equal("ZL202010000001.2", (string)content["ip"]![0]!["number"]!);
        Assert.Equal(("2024-03-05", 12.5, 6), ((string)content["registeredOn"]!, (double)content["priceFromWan"]!, (int)content["trl"]!));
        Assert.False((bool)content["ownerAuthorised"]!);
        Assert.NotEqual("", (string)content["contactName"]!);

        var again = await UploadAsync(office, Achievements, file, "成果.xlsx");
        Assert.Contains("重复 2 行", again, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"all\"", again, StringComparison.Ordinal);
        Assert.Equal(2, await DraftsAsync("导入测试成果"));
    }

    [Fact]
    public async Task Faults_are_named_by_cell_and_nothing_is_saved_until_the_right_rows_are_asked_for()
    {
        using var office = await Session.SignInAsync(portal, "yjdx");
        var pasted = "成果名称\t关键词\t技术领域\t成熟度（TRL）\t应用行业\t评价日期\t最低报价（万元）\n"
            + "有误测试甲\t密封\t机器制造\t十二级\t轴承\t去年\t面议\n"
            + "有误测试乙\t密封\t先进制造与自动化\t6\t3451\t2025/3/5\t20\n"
            + "\t密封\t先进制造与自动化\t6\t3451\t\t\n"
            + $"{new string('长', 81)}\t密封\t先进制造与自动化\t12\t3451\t\t\n"
            + "有误测试乙\t密封\t先进制造与自动化\t6\t3451\t\t\n";
        var preview = await PasteAsync(office, Achievements, pasted);
        Assert.Contains("共 5 行：1 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains("与第 3 行相同", preview, StringComparison.Ordinal);
        foreach (var cell in new[] { "C2", "D2", "E2", "F2", "G2", "A4", "A5", "D5" })
        {
            Assert.Contains($">{cell}</td>", preview, StringComparison.Ordinal);
        }

        Assert.Contains("“机器制造”不能用；请填：", preview, StringComparison.Ordinal);
        Assert.Contains("最多 80 字", preview, StringComparison.Ordinal);
        Assert.Contains("没有导入", await ImportAsync(office, Achievements, preview, "all"), StringComparison.Ordinal);
        Assert.Equal(0, await DraftsAsync("有误测试"));
        Assert.Contains("已导入 1 条草稿", await ImportAsync(office, Achievements, preview, "good"), StringComparison.Ordinal);
        Assert.Equal(1, await DraftsAsync("有误测试"));
    }

    [Fact]
    public async Task An_enterprise_pastes_needs_with_indicators()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        var preview = await PasteAsync(enterprise, Needs, "需求名称\t主要问题\t量化指标\t预算已批\n粘贴测试需求\t\"第一行\n第二行\"\t泥水循环 | 14 | ≥30 | 次 | 台架 | 必须\t是\n");
        Assert.Contains("1 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains("关键词、技术领域", preview, StringComparison.Ordinal);
        await ImportAsync(enterprise, Needs, preview, "all");
        var id = (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?q=粘贴测试需求"))["items"]![0]!["id"];
        var content = (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}"))["content"]!;
        Assert.Equal("第一行\n第二行", (string)content["problem"]!);
        Assert.True((bool)content["indicators"]![0]!["mandatory"]!);
        Assert.True((bool)content["budgetApproved"]!);
    }

    [Fact]
    public async Task Common_words_for_columns_are_known_and_what_was_pasted_stays_for_a_correction()
    {
        using var office = await Session.SignInAsync(portal, "yjdx");
        var pasted = "名称\t简介\t关键字\t领域\t行业\t成熟度\t转化方式\t报价（万元）\t联系人\t联系电话\t备注\n"
            + "列名测试甲\t简介\t密封\t先进制造与自动化\t3451\t6\t技术许可\t20\t王老师\tabc\t无\n";
        var preview = await PasteAsync(office, Achievements, pasted);
        Assert.Contains(">J2</td>", preview, StringComparison.Ordinal);
        Assert.Contains("“abc”不像电话号码", preview, StringComparison.Ordinal);
        Assert.Contains("不会导入：</b>K 备注", preview, StringComparison.Ordinal);
        Assert.Contains("列名测试甲\t简介", preview[preview.IndexOf("id=\"paste\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("权利人已授权发布、确认不含国家秘密", preview, StringComparison.Ordinal);
        Assert.Contains("1 行可以导入", await PasteAsync(office, Achievements, pasted.Replace("abc", "0523-86200001", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("@SUM(1)")]
    [InlineData("+1+cmd|' /C calc'!A0")]
    [InlineData("-2+3+HYPERLINK(1)")]
    public async Task A_cell_that_could_run_as_a_formula_is_refused(string cell)
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        var preview = await UploadAsync(enterprise, Needs, Workbook(["需求名称", "主要问题"], ["公式测试", cell]), "a.xlsx");
        Assert.Contains("像是公式", preview, StringComparison.Ordinal);
        Assert.Contains("0 行可以导入", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_500_rows()
    {
        using var office = await Session.SignInAsync(portal, "dlgy");
        var lines = Enumerable.Range(1, 501).Select(i => $"五百行测试{i}").ToList();
        Assert.Contains("表里有 501 行，一次最多 500 行", await PasteAsync(office, Achievements, "成果名称\n" + string.Join('\n', lines)), StringComparison.Ordinal);
        var preview = await PasteAsync(office, Achievements, "成果名称\n" + string.Join('\n', lines.Take(500)));
        Assert.Contains("已导入 500 条草稿", await ImportAsync(office, Achievements, preview, "all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_as_excel_saves_it_in_chinese_windows_is_read()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gbk = Encoding.GetEncoding("GBK").GetBytes("需求名称,主要问题\r\n国标码测试,\"气孔多，废品率高\"\r\n");
        var preview = await UploadAsync(enterprise, Needs, gbk, "需求.csv");
        Assert.Contains("1 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains("国标码测试", preview, StringComparison.Ordinal);
        Assert.Contains("1 行可以导入", await UploadAsync(enterprise, Needs, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("需求名称\n带标记测试\n")], "a.csv"), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> NoTables => new()
    {
        { "", "a.xlsx", "文件是空的" },
        { "%PDF-1.7\nxx", "a.xlsx", "这不是表格文件" },
        { "PK\u0003\u0004broken", "a.xlsx", "文件损坏" },
        { "姓名,电话\n张三,1\n", "a.csv", "没有找到“需求名称”这一列" },
        { "\n\n", "a.csv", "没有内容" },
        { "需求名称,主要问题\n", "a.csv", "只有表头" },
    };

    [Theory]
    [MemberData(nameof(NoTables))]
    public async Task What_is_no_table_is_refused_in_words(string content, string name, string words)
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Assert.Contains(words, await UploadAsync(enterprise, Needs, Encoding.UTF8.GetBytes(content), name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_workbook_is_told_from_a_new_one()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Assert.Contains("另存为 .xlsx", await UploadAsync(enterprise, Needs, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "a.xlsx"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>需求名称</t></is></c></row><row r=\"20\"><c r=\"A20\"/><c r=\"XFD20\"/></row>", "第 200 列（GR）")]
    [InlineData("<row><c/><c r=\"GS1\"/></row>", "第 200 列（GR）")]
    [InlineData("<row r=\"1048576\"><c r=\"A1048576\"/></row>", "第 5000 行")]
    public async Task A_workbook_that_reaches_too_far_is_refused_at_once(string rows, string words)
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Contains(words, await UploadAsync(enterprise, Needs, RawWorkbook($"<sheetData>{rows}</sheetData>"), "a.xlsx"), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Neither_a_dimension_nor_many_cells_without_an_address_nor_a_document_type_gets_through()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Assert.Contains("第 200 列", await UploadAsync(enterprise, Needs, RawWorkbook("<dimension ref=\"A1:XFD20\"/><sheetData><row r=\"1\"><c r=\"A1\"/></row></sheetData>"), "a.xlsx"), StringComparison.Ordinal);
        Assert.Contains("第 200 列", await UploadAsync(enterprise, Needs, RawWorkbook($"<sheetData><row>{string.Concat(Enumerable.Repeat("<c/>", 201))}</row></sheetData>"), "a.xlsx"), StringComparison.Ordinal);
        Assert.Contains("第 5000 行", await UploadAsync(enterprise, Needs, RawWorkbook($"<sheetData>{string.Concat(Enumerable.Repeat("<row r=\"1\"/>", 5001))}</sheetData>"), "a.xlsx"), StringComparison.Ordinal);
        Assert.Contains("文件损坏", await UploadAsync(enterprise, Needs, RawWorkbook("<sheetData/>", "<!DOCTYPE worksheet [<!ENTITY a \"b\">]>"), "a.xlsx"), StringComparison.Ordinal);
    }

    // Where the library looks for a sheet, and what a guard that goes by names could take for something else.
    public static TheoryData<string, string> SheetPaths => new()
    {
        { "xl/worksheets/sheet_/worksheets/_rels/sheet1.xml", "worksheets/sheet_/worksheets/_rels/sheet1.xml" },
        { "xl/worksheets/sheet_rels/_rels/1.rels", "/xl/worksheets/sheet_rels/_rels/1.rels" },
        { "XL/WorkSheets/Sheet1.XML", "worksheets/sheet1.xml" },
        { "xl\\worksheets\\sheet1.xml", "worksheets\\sheet1.xml" },
        { "/xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml" },
        { "xl/sheets/one.xml", "sheets/one.xml" },
        { "sheet.xml", "../sheet.xml" },
    };

    [Theory]
    [MemberData(nameof(SheetPaths))]
    public async Task A_sheet_is_bounded_wherever_in_the_archive_it_lies(string path, string target)
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        const string far = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>需求名称</t></is></c></row><row r=\"5001\"><c r=\"XFD5001\"><v>1</v></c></row>";
        Assert.Matches("第 (200 列|5000 行)", await UploadAsync(enterprise, Needs, RawWorkbook([(path, Sheet(far))], target), "a.xlsx"));
        // Beside a harmless sheet too, which the workbook does not name.
        Assert.Matches("第 (200 列|5000 行)", await UploadAsync(enterprise, Needs, RawWorkbook([("xl/worksheets/sheet0.xml", Sheet("")), (path, Sheet(far))], target), "a.xlsx"));
        var good = RawWorkbook([(path, Sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>需求名称</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>路径测试</v></c></row>")), ("xl/worksheets/sheet9.xml", Sheet(far))], target);
        Assert.Contains("共 1 行：1 行可以导入", await UploadAsync(enterprise, Needs, good, "a.xlsx"), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> HeavyParts()
    {
        var many = string.Concat(Enumerable.Repeat("<c t=\"s\"><v>0</v></c>", 190));
        return new()
        {
            // Rows to and fro, each jump down a thousand blank ones; what follows an address that was passed is the next row.
            { "zigzag", string.Concat(Enumerable.Range(0, 2600).Select(_ => "<row r=\"1\"/><row r=\"4900\"/>")) },
            // One long shared text in every cell.
            { "shared", string.Concat(Enumerable.Range(0, 400).Select(_ => $"<row>{many}</row>")) },
            { "cells", string.Concat(Enumerable.Range(0, 4900).Select(_ => $"<row>{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 150))}</row>")) },
            { "long", $"<row><c t=\"inlineStr\"><is><t>{new string('长', 40_000)}</t></is></c></row>" },
            { "attributes", $"<row {string.Concat(Enumerable.Range(0, 300_000).Select(i => $" a{i}=\"\""))}/>" },
            { "deep", string.Concat(Enumerable.Repeat("<row><c>", 100_000)) },
            { "blanks", new string(' ', 40_000_000) },
        };
    }

    [Theory]
    [MemberData(nameof(HeavyParts))]
    public async Task A_small_file_that_unpacks_to_much_work_is_refused_in_words(string name, string rows)
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        var texts = ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>{new string('文', 30_000)}</t></si></sst>");
        var answer = await UploadAsync(enterprise, Needs, RawWorkbook([("xl/worksheets/sheet1.xml", Sheet(rows)), texts], "worksheets/sheet1.xml"), "a.xlsx");
        Assert.True(new[] { "表格展开后太大", "第 5000 行", "有 40000 字", "文件损坏" }.Any(w => answer.Contains(w, StringComparison.Ordinal)), name);
    }

    [Fact]
    public async Task What_a_workbook_holds_is_read_as_it_stands()
    {
        using var enterprise = await Session.SignInAsync(portal, "yjdx");
        (string, string)[] parts =
        [
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>成果名称</t></si><si><r><t>分段</t></r><r><t>测试</t></r><rPh sb=\"0\" eb=\"1\"><t>fenduan</t></rPh></si><si><t>登记日期</t></si></sst>"),
            ("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts><cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"),
            ("xl/worksheets/sheet1.xml", Sheet(
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row>"
                + "<row r=\"3\"><c r=\"A3\" t=\"s\" s=\"1\"><f>A1</f><v>1</v></c><c r=\"C3\" s=\"1\"><v>45356</v></c></row><row r=\"4900\"/>")),
        ];
        var preview = await UploadAsync(enterprise, Achievements, RawWorkbook(parts, "worksheets/sheet1.xml"), "a.xlsx");
        Assert.Contains("共 1 行：1 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains(">分段测试</td><td data-label=\"行\">3</td>", preview, StringComparison.Ordinal);
        Assert.Contains("2024-03-05", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_table_is_bounded_in_columns_rows_and_cells()
    {
        using var office = await Session.SignInAsync(portal, "yjdx");
        Assert.Contains("第 200 列（GR）", await PasteAsync(office, Achievements, "成果名称\t" + string.Concat(Enumerable.Repeat("领域\t", 4_000)) + "\n甲\n"), StringComparison.Ordinal);
        Assert.Contains("第 5000 行", await PasteAsync(office, Achievements, "成果名称\n甲\n" + new string('\n', 6_000)), StringComparison.Ordinal);
        Assert.Contains("单元格 A2 有 33000 字", await PasteAsync(office, Achievements, $"成果名称\n\"{new string('长', 33_000)}\"\n"), StringComparison.Ordinal);
        Assert.Contains("1 行可以导入", await PasteAsync(office, Achievements, "成果名称\t" + string.Concat(Enumerable.Repeat("领域\t", 198)) + "\n宽表粘贴测试\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_as_wide_as_may_be_is_read()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        const string text = "<c r=\"{0}\" t=\"inlineStr\"><is><t>{1}</t></is></c>";
        var rows = string.Concat(
            "<row r=\"1\">", string.Format(null, text, "A1", "需求名称"), string.Format(null, text, "GR1", "备注"), "</row>",
            "<row r=\"2\">", string.Format(null, text, "A2", "宽表测试"), "</row>");
        var preview = await UploadAsync(enterprise, Needs, RawWorkbook($"<dimension ref=\"A1:GR2\"/><sheetData>{rows}</sheetData>"), "a.xlsx");
        Assert.Contains("共 1 行：1 行可以导入", preview, StringComparison.Ordinal);
        Assert.Contains("GR 备注", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_create_may_not_import()
    {
        using var enterprise = await Session.SignInAsync(portal, "enterprise");
        Assert.DoesNotContain("name=\"file\"", await enterprise.ReadAsync(Achievements), StringComparison.Ordinal);
        var refused = await portal.SendAsync(Readers.Enterprise, "POST", "/api/achievements/batch", """{"items":[{"title":"无权"}]}""");
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task The_interface_names_every_fault_and_saves_all_or_none()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"title":"x"}""", 501));
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/batch", $$"""{"items":[{{many}}]}""")).Expect(400, "501");
        (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/batch", """{"items":[null]}""")).Expect(400, "null");
        var answer = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/batch", $$"""{"items":[{"title":"批量甲"},{"title":"批量乙","field":"nothing"},{"title":"批量 甲"}]}""");
        var errors = answer.Expect(400, "faults")["errors"]!.AsObject().Select(e => e.Key);
        Assert.Equal(["items[1].field", "items[2]"], errors);
        Assert.Equal(0, (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?q=批量"))["total"]!.GetValue<int>());
        var done = (await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/batch", """{"items":[{"title":"批量甲"},{"title":"批量乙"}]}""")).Expect(200, "good");
        Assert.Equal(2, (int)done["created"]!);
        Assert.Equal(2, (await portal.GetAsync(Readers.Enterprise, "/api/needs/mine?q=批量"))["total"]!.GetValue<int>());
    }

    private async Task<int> DraftsAsync(string title) => (await portal.GetAsync(Readers.OtherLiaison, $"/api/achievements/mine?q={title}"))["total"]!.GetValue<int>();

    private static byte[] Workbook(params object[][] rows)
    {
        using var file = new MemoryStream();
        file.SaveAs(rows.Select(r => r.Select((value, i) => (i, value)).ToDictionary(c => $"{(char)('A' + c.i)}", c => c.value)), printHeader: false);
        return file.ToArray();
    }

    /// <summary>A workbook of one sheet with these elements.</summary>
    private static byte[] RawWorkbook(string sheet, string head = "") =>
        RawWorkbook([("xl/worksheets/sheet1.xml", $"{head}<worksheet xmlns=\"{Main}\">{sheet}</worksheet>")], "worksheets/sheet1.xml");

    /// <summary>A workbook of these parts.</summary>
    /// <param name="target">Where it says that its only sheet lies.</param>
    private static byte[] RawWorkbook((string Path, string Text)[] parts, string target)
    {
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"{target}\"/></Relationships>");
            foreach (var (path, text) in parts)
            {
                Add(path, text);
            }

            void Add(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }

    private static string Sheet(string rows) => $"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>";

    private static Task<string> PasteAsync(Session session, string page, string text) => CheckAsync(session, page, new StringContent(text), "text", null);

    private static Task<string> UploadAsync(Session session, string page, byte[] file, string name) => CheckAsync(session, page, new ByteArrayContent(file), "file", name);

    private static async Task<string> CheckAsync(Session session, string page, HttpContent content, string field, string? name)
    {
        using var form = new MultipartFormDataContent { { new StringContent("check"), "_handler" }, { new StringContent(await session.TokenAsync(page)), "__RequestVerificationToken" } };
        if (name is null)
        {
            form.Add(content, field);
        }
        else
        {
            form.Add(content, field, name);
        }

        return await SendAsync(session, page, form);
    }

    private static async Task<string> ImportAsync(Session session, string page, string preview, string act)
    {
        var text = Regex.Match(preview, "<textarea name=\"text\" hidden readonly>(.*?)</textarea>", RegexOptions.Singleline).Groups[1].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent("import"), "_handler" }, { new StringContent(await session.TokenAsync(page)), "__RequestVerificationToken" },
            { new StringContent(text), "text" }, { new StringContent(act), "act" },
        };
        return await SendAsync(session, page, form);
    }

    private static async Task<string> SendAsync(Session session, string page, MultipartFormDataContent form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = form };
        using var answer = await session.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
