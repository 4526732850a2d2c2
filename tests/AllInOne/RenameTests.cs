using System.Text.Json.Nodes;
using Matchmaking.Cooperation.Data;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>An organisation's name is copied to where it is shown; a correction reaches every copy.</summary>
public sealed class RenameTests(Portal portal)
{
    private const string NewName = "沿江大学（更名后）";

    [Fact]
    public async Task An_organisations_new_name_stands_wherever_its_records_are_shown()
    {
        var owner = Readers.OtherLiaison;
        var id = await portal.RecordAsync("achievements", owner, Contents.Achievement("l0", "qzrename"), (owner, "submit"), (Readers.Organizer, "publish"));
        await portal.SettleAsync();
        var interest = (string)(await portal.PostAsync(Readers.Enterprise, "/api/cooperation/interests", new JsonObject
        {
            ["itemKind"] = "achievement",
            ["itemId"] = id,
            ["message"] = "想用这种润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13611112222" },
        }))["id"]!;
        var before = (string)(await OrganisationAsync())["form"]!["name"]!;
        Assert.Equal(before, await FoundAsync());

        await RenameAsync(NewName);
        try
        {
            Assert.Equal(NewName, await FoundAsync());
            Assert.Equal(NewName, (string?)(await portal.GetAsync(Readers.Enterprise, $"/api/achievements/{id}"))["organisationName"]);
            Assert.Equal(NewName, (string?)(await portal.GetAsync(Readers.Organizer, $"/api/cooperation/interests/{interest}"))["receiverName"]);
            Assert.Empty(await OtherNamesAsync(NewName));
        }
        finally
        {
            await RenameAsync(before);
        }

        Assert.Equal(before, await FoundAsync());
        Assert.Empty(await OtherNamesAsync(before));

        async Task<JsonNode> OrganisationAsync() => (await portal.GetAsync(Readers.Organizer, $"/api/identity/organisations/{owner.Organisation}"))["organisation"]!;

        async Task RenameAsync(string name)
        {
            var organisation = await OrganisationAsync();
            var form = organisation["form"]!.DeepClone().AsObject();
            form["name"] = name;
            await portal.PutAsync(Readers.Organizer, $"/api/identity/organisations/{owner.Organisation}", new JsonObject { ["form"] = form, ["version"] = organisation["version"]!.GetValue<long>() });
            await portal.SettleAsync();
        }

        async Task<string?> FoundAsync() => (string?)(await portal.GetAsync(Readers.Enterprise, "/api/search/?q=qzrenametitle"))["hits"]!["items"]![0]!["organisationName"];

        async Task<List<string>> OtherNamesAsync(string name)
        {
            await using var scope = portal.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CooperationDbContext>();
            return await db.Items.Where(i => i.OrganisationId == owner.Organisation && i.OrganisationName != name).Select(i => i.OrganisationName).Distinct().ToListAsync();
        }
    }
}
