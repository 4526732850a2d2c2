using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Needs.Domain;

/// <summary>What makes a need a need.</summary>
internal sealed class NeedDefinition : RecordDefinition<Need, NeedContent, NeedStatus>
{
    public override string Service => ServiceNames.Needs;

    public override RecordKind Kind => RecordKind.Need;

    public override string Prefix => "N";

    public override LocalText Noun { get; } = new("技术需求", "need");

    public override LifeCycle<NeedStatus> LifeCycle => NeedLifeCycle.All;

    public override TimeSpan Validity { get; } = TimeSpan.FromDays(90);

    public override Transition<NeedStatus>? OnInterestAccepted => NeedLifeCycle.StartTalks;

    public override Transition<NeedStatus> OnExpired => NeedLifeCycle.Expire;

    public override IReadOnlyList<string> Creators { get; } = [Roles.Enterprise];

    public override IReadOnlyList<(LocalText Label, NeedStatus[] Current)> Steps { get; } =
    [
        (new("起草", "Draft"), [NeedStatus.Draft, NeedStatus.Returned]),
        (new("审核", "Review"), [NeedStatus.Submitted, NeedStatus.Refining, NeedStatus.SecondDiagnosis, NeedStatus.WatchList, NeedStatus.Rejected, NeedStatus.Merged]),
        (new("对接", "Matching"), [NeedStatus.Published, NeedStatus.Expired, NeedStatus.Withdrawn]),
        (new("洽谈", "Talks"), [NeedStatus.InTalks]),
        (new("签约", "Agreement"), [NeedStatus.Agreement]),
        (new("办结", "Closed"), [NeedStatus.Solved, NeedStatus.PartlySolved, NeedStatus.Failed]),
    ];

    public override Need New(string number, Actor author, Guid organisation, NeedContent content, DateTime now) => new()
    {
        Number = number,
        OrganisationId = organisation,
        AuthorId = author.AccountId,
        AuthorName = author.Name,
        Content = content,
        CreatedAt = now,
    };

    public override void Project(Need record, NeedContent content)
    {
        record.Title = content.Title;
        record.Field = content.Field;
        record.Industry = content.Industry;
    }

    public override Disclosure LevelOf(NeedContent content) => content.Disclosure;

    public override bool IsNamed(NeedContent content) => content.Named;

    public override string MainText(NeedContent content) => content.Problem;

    public override IReadOnlyList<string> Avoid(NeedContent content) => content.Competitors;

    public override IEnumerable<string> Keys(NeedContent content) => [content.Title];

    public override IFact ToFact(Need record, RecordSnapshot<NeedContent> snapshot, DateTime at) =>
        new NeedChanged(record.Id, record.ToldVersion, at, snapshot);

    public override IEnumerable<FieldFault> Check(NeedContent content, bool complete)
    {
        if (content is { From: { } from, Until: { } until } && until < from)
        {
            yield return new("until", new($"需求截止（{until:yyyy-MM-dd}）早于开始（{from:yyyy-MM-dd}），请核对", $"'Needed until' ({until:yyyy-MM-dd}) is before 'needed from' ({from:yyyy-MM-dd})"));
        }

        if (content.Disclosure == Disclosure.Owner)
        {
            yield return new("disclosure", new("请选择公开范围 L0–L3", "Choose a disclosure level from L0 to L3"));
        }

        if (complete && !PhoneNumbers.IsPlausible(content.ContactPhone) && content.ContactPhone.Length > 0)
        {
            yield return new("contactPhone", new(
                $"“{content.ContactPhone}”不像电话号码，请填 11 位手机号或带区号的固定电话", $"'{content.ContactPhone}' does not look like a phone number"));
        }
    }

    public override async Task<IReadOnlyList<ReviewWarning>> WarnAsync(
        DbContext db, Need record, Actor reader, CancellationToken cancellation)
    {
        var owner = await db.Set<KnownOrganisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == record.OrganisationId, cancellation);
        var content = record.Content;
        List<ReviewWarning> warnings = [.. NeedClinic.Examine(content).Select(t => new ReviewWarning("clinic", t.In(reader.Language)))];
        if (owner is null || content.Disclosure > Disclosure.L1)
        {
            return warnings;
        }

        warnings.AddRange(ReidentificationGuard.Wording(content, owner).Select(t => new ReviewWarning("identifying-wording", t.In(reader.Language))));
        if (!content.Named && owner is { Industry: { } industry, SizeBand: { } size, Town: { } town })
        {
            var alike = await db.Set<KnownOrganisation>().CountAsync(
                o => o.Kind == OrganisationKind.Enterprise && o.Approved && o.Industry == industry && o.SizeBand == size && o.Town == town, cancellation);
            if (alike < ReidentificationGuard.SafeCrowd)
            {
                warnings.Add(new ReviewWarning("reidentification", new LocalText(
                    $"同镇街、同行业、同规模的企业只有 {alike} 家（少于 {ReidentificationGuard.SafeCrowd} 家），匿名也容易被猜出；可以收窄公开范围，或去掉有辨识度的细节",
                    $"Only {alike} enterprises share town, industry and size (fewer than {ReidentificationGuard.SafeCrowd}): the owner can be guessed. Narrow who may see it, or drop telling details").In(reader.Language)));
            }
        }

        return warnings;
    }
}
