using System.Text.Json;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>Words of one kind of record, in Chinese; pages look them up in their language.</summary>
/// <param name="Plural">What the list is called.</param>
/// <param name="Lead">What the public list is for, one sentence.</param>
/// <param name="Mine">What the owner's list is called.</param>
/// <param name="New">Button that starts one.</param>
/// <param name="NewLead">What to write first.</param>
/// <param name="NothingYet">The public list is empty.</param>
/// <param name="NothingMine">The owner's list is empty: what to do first.</param>
/// <param name="Total">Link to the whole list, with its count.</param>
/// <param name="Recommended">Heading of suggestions of this kind.</param>
public sealed record KindWords(
    RecordKind Kind, string Plural, string Lead, string Placeholder, string Mine, string New, string NewLead,
    string NothingYet, string NothingMine, string Total, string Recommended);

/// <summary>The three kinds as pages speak of them.</summary>
public static class Kinds
{
    private static readonly KindWords Need = new(
        RecordKind.Need, "技术需求", "企业在生产中遇到的难题，经科技局审核后公开。看得懂、解得了，就表达意向。", "例如：轮毂轴承泥水试验漏水，阻力矩又降不下来",
        "我的需求", "新建需求", "先用车间里的话写下问题，其余的可以慢慢补。", "还没有公开的技术需求。",
        "还没有需求。先写下一个正在困扰生产的问题，三分钟就能起草，系统会自动保存。", "全部 {0} 项需求", "匹配的需求");

    private static readonly KindWords Achievement = new(
        RecordKind.Achievement, "科技成果", "高校和院所愿意转化的成果，写明成熟度、知识产权和合作方式。", "例如：低摩擦密封、高盐废水分盐、压铸件气孔",
        "我的成果", "新建成果", "先写成果名称和简介，说清能解决什么问题。", "还没有公开的科技成果。",
        "还没有成果。先登记一项愿意转化的成果，审核通过后系统会找出用得上它的企业。", "全部 {0} 项成果", "推荐成果");

    private static readonly KindWords Expert = new(
        RecordKind.Expert, "专家", "愿意到企业诊断、顾问、挂职的专家，写明擅长解决的问题和可服务方式。", "例如：密封与润滑、表面工程、过程强化",
        "专家档案", "新建专家档案", "先写姓名、职称和擅长的方向，单位核对后报科技局入库。", "还没有入库的专家。",
        "还没有专家档案。先写下研究方向和擅长解决的问题，入库后企业就能找到您。", "全部 {0} 位专家", "推荐专家");

    public static IReadOnlyList<KindWords> All { get; } = [Need, Achievement, Expert];

    public static KindWords Of(RecordKind kind) => kind switch
    {
        RecordKind.Need => Need,
        RecordKind.Achievement => Achievement,
        _ => Expert,
    };

    /// <summary>need, achievement or expert, as it stands in addresses and on the wire.</summary>
    public static string Code(RecordKind kind) => CamelCase(kind);

    /// <summary>An enum's value as it stands on the wire.</summary>
    public static string CamelCase(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The kind of a page by the first or second segment of its address.</summary>
    public static RecordKind FromPath(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Paths.KindOf(parts.FirstOrDefault(p => Paths.KindOf(p) is not null)) ?? RecordKind.Need;
    }

    /// <summary>Reads "need:7f…" of an address; null where it is not that.</summary>
    public static (RecordKind Kind, Guid Id)? Parse(string? text) =>
        text?.Split(':') is [var kind, var id] && Enum.TryParse<RecordKind>(kind, true, out var found)
        && Enum.IsDefined(found) && Guid.TryParse(id, out var guid)
            ? (found, guid)
            : null;

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public static string Name(RecordKind kind, Guid id) => $"{Code(kind)}:{id}";

    /// <summary>Roles that may start a record of the kind.</summary>
    public static IReadOnlyList<string> Creators(RecordKind kind) => kind switch
    {
        RecordKind.Need => [Roles.Enterprise],
        RecordKind.Achievement => [Roles.Liaison],
        _ => [Roles.Liaison, Roles.Expert],
    };

    /// <summary>What lists of a kind are searched by.</summary>
    public static string FindBy(RecordKind kind) => kind == RecordKind.Expert ? "按姓名或编号查找" : "按名称或编号查找";

    /// <summary>Kinds that could help a record of this kind.</summary>
    public static IReadOnlyList<RecordKind> Partners(RecordKind kind) =>
        kind == RecordKind.Need ? [RecordKind.Achievement, RecordKind.Expert] : [RecordKind.Need];
}
