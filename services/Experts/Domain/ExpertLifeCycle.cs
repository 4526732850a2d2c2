using Matchmaking.Contracts;
using Matchmaking.Contracts.Experts;
using Matchmaking.Records.Domain;
using static Matchmaking.Contracts.Experts.ExpertStatus;

namespace Matchmaking.Experts.Domain;

/// <summary>The life of a profile: the expert writes it, the own unit checks and recommends, the bureau admits.</summary>
internal static class ExpertLifeCycle
{
    private const int UnitWithin = 5;
    private const int ReviewWithin = 2;

    public static Transition<ExpertStatus> FallDormant { get; } = new(
        "sleep", Party.System, [Active], Dormant, new("转入休眠", "Make dormant"), new("一年未确认，转入休眠", "fell dormant: not confirmed for a year"));

    public static LifeCycle<ExpertStatus> All { get; } = new(
        [
            new("submit", Party.Owner, [Draft, Returned], UnitCheck, new("提交单位核对", "Submit to the own unit"), new("提交单位核对", "submitted it to the unit")) { ChecksContent = true, Primary = true, NextWithin = UnitWithin },
            new("recall", Party.Owner, [UnitCheck], Draft, new("撤回修改", "Take back"), new("撤回修改", "took it back")),
            new("recommend", Party.Unit, [Draft, Returned, UnitCheck], Submitted, new("核对并推荐", "Check and recommend"), new("单位核对并推荐", "checked and recommended it for the unit")) { ChecksContent = true, Primary = true, NextWithin = ReviewWithin },
            new("unit-return", Party.Unit, [UnitCheck], Returned, new("退回本人修改", "Return to the expert"), new("单位退回本人修改", "returned it for the unit")) { NeedsReason = true },
            new("publish", Party.Bureau, [Submitted], Active, new("准予入库", "Admit"), new("准予入库", "admitted the expert")) { Publishes = true, Primary = true },
            new("return", Party.Bureau, [Submitted], Returned, new("退回修改", "Return"), new("退回修改", "returned it")) { NeedsReason = true, NextWithin = UnitWithin },
            new("reject", Party.Bureau, [Submitted], Rejected, new("不予入库", "Reject"), new("不予入库", "rejected it")) { NeedsReason = true },
            new("confirm", Party.Owner | Party.Unit, [Active, Dormant], Active, new("确认信息有效", "Confirm it still holds"), new("确认信息仍然有效", "confirmed that it still holds")) { Renews = true },
            new("suspend", Party.Bureau, [Active, Dormant], Suspended, new("暂停服务", "Suspend"), new("暂停服务", "suspended the expert")) { NeedsReason = true },
            new("restore", Party.Bureau, [Suspended], Active, new("恢复服务", "Restore"), new("恢复服务", "restored the expert")) { Renews = true },
            new("remove", Party.Owner | Party.Bureau, [Active, Dormant, Suspended], Removed, new("退出专家库", "Leave the base"), new("退出专家库", "left the base")) { NeedsReason = true },
            new("reopen", Party.Owner, [Removed, Rejected], Draft, new("重新申请", "Apply again"), new("重新申请", "opened it for editing again")),
            FallDormant,
        ],
        Visible: new HashSet<ExpertStatus> { Active },
        Reviewed: new HashSet<ExpertStatus> { Submitted },
        Editable: new HashSet<ExpertStatus> { Draft, Returned });
}
