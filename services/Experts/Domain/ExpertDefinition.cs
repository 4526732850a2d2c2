using Matchmaking.Contracts;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records;
using Matchmaking.Records.Domain;

namespace Matchmaking.Experts.Domain;

/// <summary>What makes a profile a profile.</summary>
internal sealed class ExpertDefinition : RecordDefinition<Expert, ExpertContent, ExpertStatus>
{
    public override string Service => ServiceNames.Experts;

    public override RecordKind Kind => RecordKind.Expert;

    public override string Prefix => "E";

    public override LocalText Noun { get; } = new("专家档案", "expert profile");

    public override LifeCycle<ExpertStatus> LifeCycle => ExpertLifeCycle.All;

    public override TimeSpan Validity { get; } = TimeSpan.FromDays(365);

    /// <summary>An expert serves several enterprises at once and stays in the base.</summary>
    public override Transition<ExpertStatus>? OnInterestAccepted => null;

    public override Transition<ExpertStatus> OnExpired => ExpertLifeCycle.FallDormant;

    public override IReadOnlyList<string> Creators { get; } = [Roles.Expert, Roles.Liaison];

    public override IReadOnlyList<(LocalText Label, ExpertStatus[] Current)> Steps { get; } =
    [
        (new("填写", "Draft"), [ExpertStatus.Draft, ExpertStatus.Returned]),
        (new("单位核对", "Unit check"), [ExpertStatus.UnitCheck]),
        (new("科技局审核", "Review"), [ExpertStatus.Submitted, ExpertStatus.Rejected]),
        (new("在库服务", "In service"), [ExpertStatus.Active, ExpertStatus.Dormant, ExpertStatus.Suspended, ExpertStatus.Removed]),
    ];

    public override Expert New(string number, Actor author, Guid organisation, ExpertContent content, DateTime now) => new()
    {
        Number = number,
        OrganisationId = organisation,
        AuthorId = author.AccountId,
        AuthorName = author.Name,
        Content = content,
        CreatedAt = now,
    };

    public override void Project(Expert record, ExpertContent content)
    {
        record.Title = content.Name.Length > 0 ? $"{content.Name} {content.Title}" : content.Discipline;
        record.Field = content.Field;
    }

    public override Disclosure LevelOf(ExpertContent content) => content.Disclosure;

    public override bool IsNamed(ExpertContent content) => true;

    public override string MainText(ExpertContent content) => content.Profile;

    public override IReadOnlyList<string> Avoid(ExpertContent content) => content.Conflicts;

    public override IFact ToFact(Expert record, RecordSnapshot<ExpertContent> snapshot, DateTime at) =>
        new ExpertChanged(record.Id, record.ToldVersion, at, snapshot);

    /// <summary>A profile is its author's own; colleagues do not share it, the liaison office sees those of its unit.</summary>
    public override bool IsOwner(Expert record, Actor reader) =>
        reader.BelongsTo(record.OrganisationId) && Readership.Reads(isProfile: true, reader.AccountId == record.AuthorId, reader.Roles);

    public override Party PartyOf(Expert record, Actor reader) =>
        base.PartyOf(record, reader)
        | (reader.BelongsTo(record.OrganisationId) && reader.Is(Roles.Liaison) ? Party.Unit : Party.None);

    public override IEnumerable<FieldFault> Check(ExpertContent content, bool complete)
    {
        if (content.Disclosure == Disclosure.Owner)
        {
            yield return new("disclosure", new("请选择公开范围 L0–L3", "Choose a disclosure level from L0 to L3"));
        }

        if (complete && content.Phone.Length > 0 && !PhoneNumbers.IsPlausible(content.Phone))
        {
            yield return new("phone", new($"“{content.Phone}”不像电话号码，请填 11 位手机号", $"'{content.Phone}' does not look like a phone number"));
        }
    }
}
