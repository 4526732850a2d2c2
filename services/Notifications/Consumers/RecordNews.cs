using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;

namespace Matchmaking.Notifications.Consumers;

/// <summary>Tells owners what became of their records, and the bureau what waits for it.</summary>
internal sealed class RecordNews(NotificationsDbContext db, Inbox inbox)
{
    // Follows from an interest, of which there was a mail.
    private const string InTalks = "inTalks";

    public async Task TellAsync<TContent>(
        IFact fact, RecordSnapshot<TContent> record, LocalText noun, string segment, bool isProfile, CancellationToken cancellation)
    {
        if (await inbox.IsNewsAsync(fact.Id, fact.Version, record.Status, fact.OccurredAt, cancellation))
        {
            if (record.Status == "submitted")
            {
                await inbox.WriteToRoleAsync(
                    Roles.Organizer, new($"{noun.Zh} {record.Number} 等待审核", $"{noun.En} {record.Number} waits for review"),
                    $"/office/review/{segment}/{fact.Id}", fact.OccurredAt, cancellation);
            }
            else if (Outcome(record.Status) is { } outcome)
            {
                await inbox.WriteAsync(
                    record.OrganisationId, p => Readership.Reads(isProfile, p.Id == record.AuthorId, p.EachRole), record.AuthorId,
                    new($"{noun.Zh} {record.Number} {outcome.Zh}", $"{noun.En} {record.Number} {outcome.En}"),
                    $"/work/{segment}/{fact.Id}", fact.OccurredAt, cancellation, mail: record.Status != InTalks);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private static LocalText? Outcome(string status) => status switch
    {
        "published" or "active" => new("已公开", "was published"),
        "returned" => new("被退回修改，请查看原因", "was returned: see why"),
        "refining" => new("已转专家凝练", "was sent to experts for refinement"),
        "secondDiagnosis" => new("将安排二次诊断", "gets a second diagnosis"),
        "watchList" => new("列入长期关注", "was put on the watch list"),
        "rejected" => new("未予受理，请查看原因", "was rejected: see why"),
        "merged" => new("已并入另一条记录", "was merged into another record"),
        "expired" => new("已过期下架，如仍需要请重新编辑提交", "has expired: edit and submit it again if it still holds"),
        "dormant" => new("已转入休眠，确认后恢复", "fell dormant: confirm it to come back"),
        InTalks => new("进入洽谈", "is in talks"),
        _ => null,
    };
}

internal sealed class NeedNews(RecordNews news) : IFactHandler<NeedChanged>
{
    public Task HandleAsync(NeedChanged fact, FactContext context, CancellationToken cancellation) =>
        news.TellAsync(fact, fact.Need, new("技术需求", "Need"), ServiceNames.Needs, false, cancellation);
}

internal sealed class AchievementNews(RecordNews news) : IFactHandler<AchievementChanged>
{
    public Task HandleAsync(AchievementChanged fact, FactContext context, CancellationToken cancellation) =>
        news.TellAsync(fact, fact.Achievement, new("科技成果", "Achievement"), ServiceNames.Achievements, false, cancellation);
}

internal sealed class ExpertNews(RecordNews news) : IFactHandler<ExpertChanged>
{
    public Task HandleAsync(ExpertChanged fact, FactContext context, CancellationToken cancellation) =>
        news.TellAsync(fact, fact.Expert, new("专家档案", "Profile"), ServiceNames.Experts, true, cancellation);
}
