using System.Text.Json.Nodes;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;

namespace Matchmaking.Cooperation.Tests;

public sealed class SuspensionTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_open_interest_pauses_with_either_side_and_goes_on_when_both_may_act(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var (sender, receiver) = (CooperationHost.Enterprise(enterprise), CooperationHost.University(university));
        var item = await host.ItemAsync(university);
        var id = (string)(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))).Body["id"]!;

        await host.TellAsync(university, 2, OrganisationStatus.Suspended);
        var paused = await UntilAsync(true);
        Assert.Null(paused["dueAt"]);
        Assert.Equal("none", (string?)paused["waitsFor"]);
        Assert.Equal(["withdraw"], paused["moves"]!.AsArray().Select(m => (string)m!));
        Assert.Equal("sent", (string?)paused["status"]);
        Assert.Equal(0, (await host.GetAsync(sender, "interests/counts")).Body["waitForOthers"]!.GetValue<int>());

        // A token from before the suspension opens nothing any more.
        var accept = new AcceptInterest(new Contact("申老师", "13800000000", null), paused["version"]!.GetValue<long>());
        Assert.Equal(403, (await host.PostAsync(receiver, $"interests/{id}/accept", accept)).Status);
        Assert.Equal(403, (await host.PostAsync(receiver, "interests", CooperationHost.InterestIn(item))).Status);
        Assert.Equal(404, (await host.PostAsync(CooperationHost.Enterprise(Guid.NewGuid()), "interests", CooperationHost.InterestIn(item))).Status);

        await host.TellAsync(enterprise, 2, OrganisationStatus.Suspended);
        await host.TellAsync(university, 3, OrganisationStatus.Approved);
        await Probe.Until(async () => (await host.PostAsync(receiver, $"interests/{id}/seen", new TouchInterest(0))).Status == 409, "the university may act");
        Assert.True((await ReadAsync())["paused"]!.GetValue<bool>());

        await host.TellAsync(enterprise, 3, OrganisationStatus.Approved);
        var resumed = await UntilAsync(false);
        Assert.NotNull(resumed["dueAt"]);
        accept = accept with { Version = resumed["version"]!.GetValue<long>() };
        Assert.Equal(200, (await host.PostAsync(receiver, $"interests/{id}/accept", accept)).Status);

        async Task<JsonNode> ReadAsync() => (await host.GetAsync(sender, $"interests/{id}")).Body;

        async Task<JsonNode> UntilAsync(bool wanted)
        {
            await Probe.Until(async () => (await ReadAsync())["paused"]!.GetValue<bool>() == wanted, $"paused is {wanted}");
            return await ReadAsync();
        }
    }
}
