using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Components.Pages.Office;

/// <summary>Reasons that cover most decisions; the owner reads them as they stand.</summary>
internal static class DecisionReasons
{
    public static IReadOnlyList<string> Of(RecordKind kind) => kind switch
    {
        RecordKind.Need =>
        [
            "问题描述不够具体，请补充现象、发生条件和造成的影响。", "缺少量化指标，请至少补充一项现状值和目标值。",
            "公开部分可能暴露企业身份，请按提示改写。", "没有写预算或合作方式，院校难以判断，请补充。",
            "属于一般采购或维修，不属于技术需求。",
        ],
        RecordKind.Achievement =>
        [
            "缺少技术经济指标，请补充可核对的数值。", "知识产权状态不清，请补充专利号和法律状态。",
            "成熟度与描述不一致，请核对后修改。", "缺少权利人授权，请确认后重新提交。",
        ],
        _ =>
        [
            "研究方向过于笼统，请写明擅长解决的问题。", "没有写可服务方式或可来时段，请补充。",
            "代表性成果缺少可核对的名称或编号，请补充。",
        ],
    };

    public static IReadOnlyList<string> Registration { get; } =
    [
        "单位全称与营业执照不一致，请核对后重新提交。", "统一社会信用代码核对不上，请核对后重新提交。",
        "该单位已注册，请联系本单位管理员发邀请。", "注册人与单位的关系无法核实，请用单位邮箱或附上联系电话。",
    ];
}
