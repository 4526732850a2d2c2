using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Matchmaking.Needs.Data;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>A competitor is kept away by whatever name its rival knows it, and by whatever name it goes later.</summary>
public sealed class AvoidanceTests(Portal portal)
{
    private const string Competitor = "云浦安荃精细化工有限公司";

    [Fact]
    public async Task A_short_name_keeps_the_registered_organisation_away_and_stays_as_it_was_typed()
    {
        var need = await NeedAsync("qzshortname", "安荃化工", "未注册的某厂");

        var own = await portal.GetAsync(Readers.Enterprise, $"/api/needs/{need}");
        Assert.Equal(["安荃化工", "未注册的某厂", "qzshortnamecompetitor"], own["content"]!["competitors"]!.AsArray().Select(c => (string)c!));
        var hints = (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{need}/review"))["warnings"]!.AsArray().Where(w => (string)w!["code"]! == "avoidance");
        Assert.Contains($"安荃化工（{Competitor}）", (string)Assert.Single(hints)!["text"]!, StringComparison.Ordinal);
        Assert.Equal(404, await StatusAsync(Readers.OtherEnterprise, need));
        Assert.Equal(200, await StatusAsync(Readers.OtherLiaison, need));
    }

    [Fact]
    public async Task A_strangers_registration_takes_nobody_off_the_list()
    {
        var need = await NeedAsync("qzstranger", Competitor);
        await TellAsync(Guid.NewGuid(), 1, OrganisationStatus.Pending, "云浦陌生人商贸有限公司", Competitor);
        await TellAsync(Guid.NewGuid(), 1, OrganisationStatus.Approved, "云浦第二陌生人商贸有限公司", Competitor);

        // The owner saves again, as anybody would some day.
        var content = Contents.Need("l1", "qzstranger", Competitor);
        content["attempts"] = "又换过一种基础油 qzstrangerattempts";
        var own = await portal.GetAsync(Readers.Enterprise, $"/api/needs/{need}");
        own = await portal.PutAsync(Readers.Enterprise, $"/api/needs/{need}", new JsonObject { ["version"] = own["version"]!.DeepClone(), ["content"] = content });
        own = await portal.MoveAsync("needs", need, Readers.Enterprise, "submit-revision", (long)own["version"]!);
        await portal.MoveAsync("needs", need, Readers.Organizer, "accept-revision", (long)own["version"]!);
        await portal.SettleAsync();

        Assert.Equal([Competitor, "qzstrangercompetitor"], (await portal.GetAsync(Readers.Enterprise, $"/api/needs/{need}"))["content"]!["competitors"]!.AsArray().Select(c => (string)c!));
        await ExpectUnknownAsync(Readers.OtherEnterprise, need, "qzstrangertitle");
    }

    [Fact]
    public async Task Whoever_registers_later_and_changes_its_name_is_kept_away_all_the_same()
    {
        // Typed in full width, spaced out and in Traditional characters before the organisation is known at all.
        var need = await NeedAsync("qzlater", "遲来（潤滑）　有限公司", "迟来润滑");
        var organisation = Guid.NewGuid();
        await TellAsync(organisation, 1, OrganisationStatus.Pending, "迟来(润滑)有限公司", "迟来");
        await TellAsync(organisation, 2, OrganisationStatus.Approved, "迟来(润滑)有限公司", "迟来");
        await ExpectUnknownAsync(ReaderOf(organisation, "迟来(润滑)有限公司"), need, "qzlatertitle");

        await TellAsync(organisation, 3, OrganisationStatus.Approved, "迟来润滑股份有限公司", "迟润");
        await ExpectUnknownAsync(ReaderOf(organisation, "迟来润滑股份有限公司"), need, "qzlatertitle");

        await TellAsync(organisation, 4, OrganisationStatus.Suspended, "另起炉灶有限公司", "另起炉灶");
        await TellAsync(organisation, 5, OrganisationStatus.Approved, "另起炉灶有限公司", "另起炉灶");
        await ExpectUnknownAsync(ReaderOf(organisation, "另起炉灶有限公司"), need, "qzlatertitle");
        Assert.Equal(200, await StatusAsync(ReaderOf(Guid.NewGuid(), "不相干有限公司"), need));
    }

    [Fact]
    public async Task Of_two_organisations_with_one_short_name_both_are_kept_away_and_the_owner_never_is()
    {
        var need = await NeedAsync("qzshared", "海天");
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        await TellAsync(one, 1, OrganisationStatus.Approved, "海天润滑有限公司", "海天");
        await TellAsync(other, 1, OrganisationStatus.Approved, "海天检测有限公司", "海天");
        var owner = (await portal.GetAsync(Readers.Organizer, $"/api/identity/organisations/{Readers.Enterprise.Organisation}"))["organisation"]!;
        await TellAsync(Readers.Enterprise.Organisation, (long)owner["version"]!, OrganisationStatus.Approved, "云浦恒朔轴承有限公司", "海天");

        await ExpectUnknownAsync(ReaderOf(one, "海天润滑有限公司"), need, "qzsharedtitle");
        await ExpectUnknownAsync(ReaderOf(other, "海天检测有限公司"), need, "qzsharedtitle");
        Assert.Contains(need.ToString(), (await portal.SendAsync(Readers.Enterprise, "GET", "/api/search/?q=qzsharedtitle")).Body, StringComparison.Ordinal);
    }

    private Task<Guid> NeedAsync(string mark, params string[] competitors) => portal.RecordAsync(
        "needs", Readers.Enterprise, Contents.Need("l1", mark, competitors), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

    private async Task<int> StatusAsync(Reader reader, Guid need) => (await portal.SendAsync(reader, "GET", $"/api/needs/{need}")).Status;

    private async Task ExpectUnknownAsync(Reader reader, Guid need, string word)
    {
        Assert.Equal(404, await StatusAsync(reader, need));
        Assert.Equal(0, (await portal.GetAsync(reader, $"/api/search/?size=1&q={word}"))["hits"]!["total"]!.GetValue<int>());
        var interest = await portal.SendAsync(reader, "POST", "/api/cooperation/interests", new JsonObject
        {
            ["itemKind"] = "need",
            ["itemId"] = need,
            ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222" },
        }.ToJsonString());
        Assert.Equal(404, interest.Status);
        var unknown = await portal.SendAsync(reader, "GET", $"/api/needs/{Guid.NewGuid()}");
        Assert.Equal(unknown.Json["detail"]!.ToJsonString(), (await portal.SendAsync(reader, "GET", $"/api/needs/{need}")).Json["detail"]!.ToJsonString());
    }

    private static Reader ReaderOf(Guid organisation, string name) =>
        new(name, TestTokens.Of(Guid.NewGuid(), [Roles.Liaison], organisation, OrganisationKind.University, name), organisation);

    // As Identity tells of a registration, a decision or a corrected name.
    private async Task TellAsync(Guid organisation, long version, OrganisationStatus status, string name, string shortName)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NeedsDbContext>();
        db.Publish(new OrganisationChanged(organisation, version, TimeProvider.System.GetUtcNow().UtcDateTime, new OrganisationSnapshot(
            name, shortName, OrganisationKind.Enterprise, status, null, null, null, null, false, false)));
        await db.SaveChangesAsync();
        await portal.SettleAsync();
    }
}
