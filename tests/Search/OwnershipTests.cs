using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Search;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>An expert profile is its author's own, here as in the service that keeps it.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task A_colleague_neither_reads_nor_steers_what_is_proposed_to_anothers_profile()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var university = Guid.NewGuid();
        var (author, colleague) = (MarketHost.MemberOf(university, Roles.Expert), MarketHost.MemberOf(university, Roles.Expert));
        var need = await host.NeedAsync("auto-n08", Guid.NewGuid());
        var profile = await host.ExpertAsync(author);

        foreach (var (status, reader) in new[] { (404, colleague), (200, author), (200, MarketHost.MemberOf(university, Roles.Liaison)) })
        {
            Assert.Equal(status, (await host.GetAsync(reader, $"suggestions/expert/{profile}")).Status);
            Assert.Equal(status, (await host.GetAsync(reader, $"suggestions/expert/{profile}/why/{need}")).Status);
            Assert.Equal(status, (await host.SendAsync(
                reader, HttpMethod.Post, $"suggestions/expert/{profile}/feedback", new GiveFeedback(need, FeedbackAction.Saved, null))).Status);
            Assert.Equal(status == 200 ? 201 : 404, (await host.SendAsync(
                reader, HttpMethod.Post, "watches", new StartWatch(WatchSubject.Record, profile, null, null, null, null, null, null))).Status);
            Assert.Equal(status == 200 ? 1 : 0, (await host.GetAsync(reader, "saved")).Body!["total"]!.GetValue<int>());
        }
    }
}
