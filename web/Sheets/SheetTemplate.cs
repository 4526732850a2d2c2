using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Web.Forms;
using Matchmaking.Web.Services;
using MiniExcelLibs;

namespace Matchmaking.Web.Sheets;

/// <summary>The empty table to fill in: one sheet for the rows, one that says what each column takes.</summary>
internal static class SheetTemplate
{
    private const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapSheetTemplates(this WebApplication app)
    {
        foreach (var (kind, content) in new[] { (RecordKind.Need, typeof(NeedContent)), (RecordKind.Achievement, typeof(AchievementContent)) })
        {
            app.MapGet($"/work/{Paths.Segment(kind)}/import/template", (Texts l) =>
                    Results.File(Build(kind, content, l), ContentType, $"{Paths.Segment(kind)}-import.xlsx"))
                .RequireAuthorization().ExcludeFromDescription();
        }
    }

    private static byte[] Build(RecordKind kind, Type content, Texts l)
    {
        var columns = SheetColumn.Of(content);
        var help = FormSteps.Of(kind).SelectMany(s => s.Fields).ToDictionary(f => f.Name);
        var rows = new[] { columns.ToDictionary(c => Header(c, l), _ => (object)"") };
        var guide = columns.Select(c => new Dictionary<string, object>
        {
            [l["列"]] = l[c.Field.Attribute.Name],
            [l["提交审核前必填"]] = c.Field.Attribute.Required ? l["是"] : "",
            [l["可以填什么"]] = l[c.Takes()],
            [l["说明"]] = help.GetValueOrDefault(c.Field.Name)?.Help is { } text ? l[text] : "",
            [l["例子"]] = help.GetValueOrDefault(c.Field.Name)?.Good is { } good ? l[good] : "",
        });
        using var file = new MemoryStream();
        file.SaveAs(new Dictionary<string, object> { [l["数据"]] = rows, [l["填写说明"]] = guide });
        return file.ToArray();
    }

    private static string Header(SheetColumn column, Texts l) =>
        l[column.Field.Attribute.Name] + (column.Field.Attribute.Required ? l.IsEnglish ? " (required)" : "（必填）" : "");
}
