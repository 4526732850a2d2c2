using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>Whose turn it is.</summary>
public enum Turn { Owner, Bureau, Unit, Nobody }

/// <summary>What comes next for a record.</summary>
/// <param name="Who">Who must act.</param>
/// <param name="Text">What to do, in Chinese, one line.</param>
public sealed record NextStep(Turn Who, string Text);

/// <summary>One table of what comes next in every status.</summary>
public static class NextSteps
{
    private static readonly string[] Visible = ["published", "inTalks", "agreement", "licensed", "coDeveloped", "active"];

    /// <summary>Others see it in this status, so it has suggestions and a public page.</summary>
    public static bool IsVisible(string status) => Visible.Contains(status);

    /// <summary>Nothing goes on while the owner's organisation is suspended.</summary>
    public static NextStep Suspended { get; } = new(Turn.Bureau, "单位被暂停，恢复后才能继续办理");

    public static NextStep Of(RecordKind kind, string status, bool revisionPending) => (status, revisionPending) switch
    {
        (_, true) => new(Turn.Bureau, "修改稿待科技局审核，公开的仍是原稿"),
        ("draft", _) => new(Turn.Owner, "补全后提交审核"),
        ("returned", _) => new(Turn.Owner, "按意见修改后重新提交"),
        ("unitCheck", _) => new(Turn.Unit, "等单位联络处核对"),
        ("submitted", _) => new(Turn.Bureau, "等科技局审核"),
        ("refining", _) => new(Turn.Bureau, "专家正在凝练，可能会联系您"),
        ("secondDiagnosis", _) => new(Turn.Bureau, "等科技局安排专家上门诊断"),
        ("watchList", _) => new(Turn.Nobody, "暂无合适的解法，出现时会通知您"),
        ("published", _) => new(Turn.Owner, kind == RecordKind.Need ? "看推荐，向合适的成果或专家表达意向" : "看匹配的需求，向企业表达意向"),
        ("active", _) => new(Turn.Owner, "看匹配的需求，向企业表达意向"),
        ("inTalks", _) => new(Turn.Owner, "与对方洽谈，有结果后登记"),
        ("agreement", _) => new(Turn.Owner, "按协议推进，办结后登记结果"),
        ("dormant", _) => new(Turn.Owner, "超过一年没有活动，请确认是否继续服务"),
        ("expired", _) => new(Turn.Owner, "已过有效期，需要时重新编辑提交"),
        ("ipLapsed", _) => new(Turn.Owner, "知识产权已失效，请核对权利状态"),
        _ => new(Turn.Nobody, "已办结，无需处理"),
    };

    /// <summary>Name of who must act, in Chinese.</summary>
    public static string Name(Turn who) => who switch
    {
        Turn.Owner => "待本单位",
        Turn.Bureau => "待科技局",
        Turn.Unit => "待联络处",
        _ => "",
    };
}
