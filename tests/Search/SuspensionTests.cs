using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Search;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Tests;

/// <summary>A token outlives the suspension of its organisation by up to half an hour, but reads what visitors read.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task A_suspended_organisations_member_finds_what_visitors_find_and_does_nothing()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        var need = await host.NeedAsync("auto-n08", member.Organisation);
        var other = await host.AchievementAsync("auto-a037", Guid.NewGuid());
        await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid(), Roles.Expert));
        await host.OrganisationAsync(member.Organisation, OrganisationStatus.Approved);
        var visible = await FoundAsync(null);
        Assert.NotEqual(visible, await FoundAsync(member));
        Assert.Equal(200, (await host.FeedbackAsync(member, need, other, FeedbackAction.Saved)).Status);

        await host.OrganisationAsync(member.Organisation, OrganisationStatus.Suspended);
        await Probe.Until(() => host.UseAsync(db => db.Providers.AnyAsync(p => !p.Approved)), "the suspension is known");

        Assert.Equal(visible, await FoundAsync(member));
        foreach (var path in new[] { $"suggestions/need/{need}", $"suggestions/need/{need}/why/{other}", "saved", "watches" })
        {
            Assert.Equal(403, (await host.GetAsync(member, path)).Status);
        }

        Assert.Equal(403, (await host.FeedbackAsync(member, need, other, FeedbackAction.Hidden)).Status);
        var watch = new StartWatch(WatchSubject.Search, null, null, "密封", null, null, null, null);
        Assert.Equal(403, (await host.SendAsync(member, HttpMethod.Post, "watches", watch)).Status);

        await host.OrganisationAsync(member.Organisation, OrganisationStatus.Approved);
        await Probe.Until(async () => (await host.SendAsync(member, HttpMethod.Post, "watches", watch)).Status == 201, "it may act again");

        async Task<string> FoundAsync(Member? reader) => (await host.GetAsync(reader, "?kind=expert")).Body!["hits"]!.ToJsonString();
    }
}
