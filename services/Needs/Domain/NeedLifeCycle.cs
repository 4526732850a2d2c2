using Matchmaking.Contracts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Records.Domain;
using static Matchmaking.Contracts.Needs.NeedStatus;

namespace Matchmaking.Needs.Domain;

/// <summary>The life of a need: every allowed transition.</summary>
internal static class NeedLifeCycle
{
    private const int ReviewWithin = 2;
    private const int OwnerWithin = 5;
    private const int RefineWithin = 10;

    private static readonly NeedStatus[] Reviewable = [Submitted, Refining, SecondDiagnosis, WatchList];
    private static readonly NeedStatus[] Running = [Published, InTalks, Agreement];

    public static Transition<NeedStatus> Expire { get; } = new(
        "expire", Party.System, [Published], Expired, new("过期", "Expire"), new("到期未再确认，已下架", "expired: it was not confirmed again"));

    public static Transition<NeedStatus> StartTalks { get; } = new(
        "talks", Party.System, [Published], InTalks, new("进入洽谈", "Start talks"), new("意向被接受，进入洽谈", "an interest was accepted: talks began"));

    public static LifeCycle<NeedStatus> All { get; } = new(
        [
            new("submit", Party.Owner, [Draft, Returned], Submitted, new("提交审核", "Submit for review"), new("提交审核", "submitted it for review")) { ChecksContent = true, Primary = true, NextWithin = ReviewWithin },
            new("recall", Party.Owner, [Submitted], Draft, new("撤回修改", "Take back"), new("撤回修改", "took it back")),
            new("publish", Party.Bureau, Reviewable, Published, new("审核通过", "Publish"), new("审核通过并公开", "accepted and published it")) { Publishes = true, Primary = true },
            new("return", Party.Bureau, Reviewable, Returned, new("退回修改", "Return"), new("退回修改", "returned it")) { NeedsReason = true, NextWithin = OwnerWithin },
            new("refine", Party.Bureau, [Submitted], Refining, new("转专家凝练", "Have experts refine it"), new("转专家凝练", "sent it to experts for refinement")) { NextWithin = RefineWithin },
            new("second-diagnosis", Party.Bureau, [Submitted, Refining], SecondDiagnosis, new("安排二次诊断", "Second diagnosis"), new("安排二次诊断", "ordered a second diagnosis")) { NeedsReason = true, NextWithin = RefineWithin },
            new("watch", Party.Bureau, [Submitted, Refining, SecondDiagnosis], WatchList, new("列入长期关注", "Put on watch list"), new("列入长期关注", "put it on the watch list")) { NeedsReason = true },
            new("merge", Party.Bureau, Reviewable, Merged, new("并入重复需求", "Merge duplicate"), new("并入重复需求", "merged it as a duplicate")) { NeedsReason = true },
            new("reject", Party.Bureau, Reviewable, Rejected, new("不予受理", "Reject"), new("不予受理", "rejected it")) { NeedsReason = true },
            new("unmerge", Party.Bureau, [Merged], Submitted, new("撤销合并", "Undo the merge"), new("撤销合并，恢复审核", "undid the merge: it waits for review again")) { NeedsReason = true, NextWithin = ReviewWithin },
            new("take-down", Party.Bureau, Running, Returned, new("下架并退回修改", "Take down and return"), new("下架并退回修改", "took it down and returned it")) { NeedsReason = true, NextWithin = OwnerWithin },
            new("confirm", Party.Owner, Running, Published, new("再确认有效", "Confirm it still holds"), new("确认需求仍然有效", "confirmed that it still holds")) { Renews = true },
            new("agree", Party.Owner | Party.Bureau, [Published, InTalks], Agreement, new("已达成协议", "Agreement reached"), new("登记已达成协议", "recorded an agreement")),
            new("solve", Party.Owner | Party.Bureau, Running, Solved, new("问题已解决", "Solved"), new("问题已解决，需求办结", "closed it as solved")),
            new("solve-partly", Party.Owner | Party.Bureau, Running, PartlySolved, new("部分解决", "Partly solved"), new("部分解决，需求办结", "closed it as partly solved")) { NeedsReason = true },
            new("fail", Party.Owner | Party.Bureau, [InTalks, Agreement], Failed, new("未能解决", "Not solved"), new("未能解决，需求办结", "closed it as not solved")) { NeedsReason = true },
            new("correct", Party.Owner | Party.Bureau, [Solved, PartlySolved, Failed], Published, new("办结有误，恢复公开", "Closed in error: open again"), new("办结有误，恢复公开", "opened it again: it had been closed in error")) { NeedsReason = true, Renews = true },
            new("withdraw", Party.Owner, [Submitted, Refining, SecondDiagnosis, WatchList, Published, InTalks], Withdrawn, new("撤销需求", "Withdraw"), new("撤销需求", "withdrew it")) { NeedsReason = true },
            new("reopen", Party.Owner, [Expired, Withdrawn, Rejected, Failed], Draft, new("重新编辑", "Edit again"), new("重新编辑", "opened it for editing again")),
            Expire,
            StartTalks,
        ],
        Visible: new HashSet<NeedStatus> { Published, InTalks, Agreement },
        Reviewed: new HashSet<NeedStatus> { Submitted, Refining, SecondDiagnosis },
        Editable: new HashSet<NeedStatus> { Draft, Returned });
}
