namespace Matchmaking.AllInOne.Tests;

/// <summary>A competitor is kept away by whatever name its rival knows it.</summary>
public sealed class AvoidanceTests(Portal portal)
{
    [Fact]
    public async Task A_short_name_keeps_the_registered_organisation_away_and_the_owner_sees_whom()
    {
        var need = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l1", "qzshortname", "安荃化工", "未注册的某厂"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

        var own = await portal.GetAsync(Readers.Enterprise, $"/api/needs/{need}");
        Assert.Equal(["云浦安荃精细化工有限公司", "未注册的某厂", "qzshortnamecompetitor"], own["content"]!["competitors"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(404, (await portal.SendAsync(Readers.OtherEnterprise, "GET", $"/api/needs/{need}")).Status);
        Assert.Equal(200, (await portal.SendAsync(Readers.OtherLiaison, "GET", $"/api/needs/{need}")).Status);
    }
}
