using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Achievements.Domain;

/// <summary>What makes an achievement an achievement.</summary>
internal sealed class AchievementDefinition(TimeProvider time) : RecordDefinition<Achievement, AchievementContent, AchievementStatus>
{
    public override string Service => ServiceNames.Achievements;

    public override RecordKind Kind => RecordKind.Achievement;

    public override string Prefix => "A";

    public override LocalText Noun { get; } = new("科技成果", "achievement");

    public override LifeCycle<AchievementStatus> LifeCycle => AchievementLifeCycle.All;

    public override TimeSpan Validity { get; } = TimeSpan.FromDays(365);

    public override Transition<AchievementStatus>? OnInterestAccepted => AchievementLifeCycle.StartTalks;

    public override Transition<AchievementStatus> OnExpired => AchievementLifeCycle.Expire;

    public override IReadOnlyList<string> Creators { get; } = [Roles.Liaison];

    public override IReadOnlyList<(LocalText Label, AchievementStatus[] Current)> Steps { get; } =
    [
        (new("起草", "Draft"), [AchievementStatus.Draft, AchievementStatus.Returned]),
        (new("审核", "Review"), [AchievementStatus.Submitted, AchievementStatus.Rejected, AchievementStatus.Merged]),
        (new("推介", "Offered"), [AchievementStatus.Published, AchievementStatus.Expired, AchievementStatus.Withdrawn, AchievementStatus.IpLapsed]),
        (new("洽谈", "Talks"), [AchievementStatus.InTalks]),
        (new("转化", "Transferred"), [AchievementStatus.Licensed, AchievementStatus.Transferred, AchievementStatus.CoDeveloped]),
    ];

    public override Achievement New(string number, Actor author, Guid organisation, AchievementContent content, DateTime now) => new()
    {
        Number = number,
        OrganisationId = organisation,
        AuthorId = author.AccountId,
        AuthorName = author.Name,
        Content = content,
        CreatedAt = now,
    };

    public override void Project(Achievement record, AchievementContent content)
    {
        record.Title = content.Title;
        record.Field = content.Field;
        record.Industry = content.Industry;
    }

    public override Disclosure LevelOf(AchievementContent content) => content.Disclosure;

    public override bool IsNamed(AchievementContent content) => true;

    public override string MainText(AchievementContent content) => content.Summary;

    public override IEnumerable<string> Keys(AchievementContent content) => [content.Title, content.RegistrationNumber];

    public override IFact ToFact(Achievement record, RecordSnapshot<AchievementContent> snapshot, DateTime at) =>
        new AchievementChanged(record.Id, record.ToldVersion, at, snapshot);

    public override IEnumerable<FieldFault> Check(AchievementContent content, bool complete)
    {
        if (content is { PriceFromWan: { } from, PriceToWan: { } to } && to < from)
        {
            yield return new("priceToWan", new($"最高报价（{to} 万元）低于最低报价（{from} 万元），请核对", $"The highest price ({to}) is below the lowest ({from})"));
        }

        if (content is { ResearchFrom: { } began, ResearchUntil: { } ended } && ended < began)
        {
            yield return new("researchUntil", new($"研究结束（{ended:yyyy-MM-dd}）早于开始（{began:yyyy-MM-dd}），请核对", $"Research ends ({ended:yyyy-MM-dd}) before it begins ({began:yyyy-MM-dd})"));
        }

        if (content.Disclosure == Disclosure.Owner)
        {
            yield return new("disclosure", new("请选择公开范围 L0–L3", "Choose a disclosure level from L0 to L3"));
        }

        if (complete && content.ContactPhone.Length > 0 && !PhoneNumbers.IsPlausible(content.ContactPhone))
        {
            yield return new("contactPhone", new(
                $"“{content.ContactPhone}”不像电话号码，请填 11 位手机号或带区号的固定电话", $"'{content.ContactPhone}' does not look like a phone number"));
        }
    }

    public override Task<IReadOnlyList<ReviewWarning>> WarnAsync(
        DbContext db, Achievement record, Actor reader, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(time.GetUtcNow().UtcDateTime, WorkingDays.Zone));
        List<LocalText> hints = [];
        foreach (var ip in record.Content.Ip)
        {
            if (ip.Expires < today || ip.Status == "lapsed")
            {
                hints.Add(new($"知识产权 {ip.Number} 已失效，请核对后再公开", $"IP right {ip.Number} has lapsed: check before publishing"));
            }

            if (ip.Encumbered)
            {
                hints.Add(new($"知识产权 {ip.Number} 有质押或独占许可，请说明能否再转化", $"IP right {ip.Number} is encumbered: say whether it can still be transferred"));
            }
        }

        if (record.Content is { Innovation.Length: 0, Indicators.Length: 0 })
        {
            hints.Add(new("没有写创新点和指标：企业难以判断能不能用", "Innovation and indicators are missing: enterprises cannot judge its use"));
        }

        if (record.Content.Ip.Count == 0 && record.Content.IpSummary.Length == 0)
        {
            hints.Add(new("没有写知识产权情况", "Nothing is said about IP"));
        }

        return Task.FromResult<IReadOnlyList<ReviewWarning>>([.. hints.Select(h => new ReviewWarning("clinic", h.In(reader.Language)))]);
    }
}
