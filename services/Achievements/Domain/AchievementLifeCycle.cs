using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Records.Domain;
using static Matchmaking.Contracts.Achievements.AchievementStatus;

namespace Matchmaking.Achievements.Domain;

/// <summary>The life of an achievement: every allowed transition.</summary>
internal static class AchievementLifeCycle
{
    private const int ReviewWithin = 2;
    private const int OwnerWithin = 5;

    private static readonly AchievementStatus[] Open = [Published, InTalks];

    public static Transition<AchievementStatus> Expire { get; } = new(
        "expire", Party.System, [Published], Expired, new("过期", "Expire"), new("到期未续，已下架", "expired: it was not renewed"));

    public static Transition<AchievementStatus> StartTalks { get; } = new(
        "talks", Party.System, [Published], InTalks, new("进入洽谈", "Start talks"), new("意向被接受，进入洽谈", "an interest was accepted: talks began"));

    public static LifeCycle<AchievementStatus> All { get; } = new(
        [
            new("submit", Party.Owner, [Draft, Returned], Submitted, new("提交审核", "Submit for review"), new("提交审核", "submitted it for review")) { ChecksContent = true, Primary = true, NextWithin = ReviewWithin },
            new("recall", Party.Owner, [Submitted], Draft, new("撤回修改", "Take back"), new("撤回修改", "took it back")),
            new("publish", Party.Bureau, [Submitted], Published, new("审核通过", "Publish"), new("审核通过并公开", "accepted and published it")) { Publishes = true, Primary = true },
            new("return", Party.Bureau, [Submitted], Returned, new("退回修改", "Return"), new("退回修改", "returned it")) { NeedsReason = true, NextWithin = OwnerWithin },
            new("merge", Party.Bureau, [Submitted], Merged, new("并入重复成果", "Merge duplicate"), new("并入重复成果", "merged it as a duplicate")) { NeedsReason = true },
            new("reject", Party.Bureau, [Submitted], Rejected, new("不予受理", "Reject"), new("不予受理", "rejected it")) { NeedsReason = true },
            new("unmerge", Party.Bureau, [Merged], Submitted, new("撤销合并", "Undo the merge"), new("撤销合并，恢复审核", "undid the merge: it waits for review again")) { NeedsReason = true, NextWithin = ReviewWithin },
            new("take-down", Party.Bureau, [Published, InTalks, Licensed, CoDeveloped], Returned, new("下架并退回修改", "Take down and return"), new("下架并退回修改", "took it down and returned it")) { NeedsReason = true, NextWithin = OwnerWithin },
            new("renew", Party.Owner, [Published, InTalks, Expired], Published, new("续期一年", "Renew for a year"), new("续期一年", "renewed it for a year")) { Renews = true },
            new("license", Party.Owner | Party.Bureau, Open, Licensed, new("登记已许可", "Record licence"), new("登记已许可", "recorded a licence")),
            new("transfer", Party.Owner | Party.Bureau, Open, Transferred, new("登记已转让", "Record transfer"), new("登记已转让", "recorded a transfer")),
            new("co-develop", Party.Owner | Party.Bureau, Open, CoDeveloped, new("登记合作开发", "Record joint development"), new("登记合作开发", "recorded joint development")),
            new("ip-lapsed", Party.Owner | Party.Bureau, Open, IpLapsed, new("知识产权已失效", "IP has lapsed"), new("知识产权失效，已下架", "took it down: its IP has lapsed")) { NeedsReason = true },
            new("correct", Party.Owner | Party.Bureau, [Licensed, Transferred, CoDeveloped], Published, new("登记有误，恢复原状", "Recorded in error: undo"), new("登记有误，恢复公开", "opened it again: its outcome had been recorded in error")) { NeedsReason = true, Renews = true },
            new("withdraw", Party.Owner, [Submitted, Published, InTalks], Withdrawn, new("撤下成果", "Withdraw"), new("撤下成果", "withdrew it")) { NeedsReason = true },
            new("reopen", Party.Owner, [Withdrawn, Rejected, IpLapsed, Expired], Draft, new("重新编辑", "Edit again"), new("重新编辑", "opened it for editing again")),
            Expire,
            StartTalks,
        ],
        Visible: new HashSet<AchievementStatus> { Published, InTalks, Licensed, CoDeveloped },
        Reviewed: new HashSet<AchievementStatus> { Submitted },
        Editable: new HashSet<AchievementStatus> { Draft, Returned });
}
