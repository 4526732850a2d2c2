using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>A search in words of the workshop proposes the words of papers, and the other way round.</summary>
public sealed class RelatedTermsTests
{
    [Fact]
    public async Task A_workshop_word_is_offered_as_papers_say_it_where_that_finds_something()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid()), "涂层附着力");
        var found = await SearchAsync(host, "电泳掉漆");
        Assert.Equal(0, found.Hits.Total);
        var related = Assert.Single(found.Related);
        Assert.Equal(new RelatedTerm("涂层附着力", "电泳涂层附着力"), related);
        Assert.Equal(1, (await SearchAsync(host, related.Query)).Hits.Total);
        // The way back, of an entry that goes both ways; nothing says 掉漆 yet.
        Assert.Empty((await SearchAsync(host, "涂层附着力")).Related);
        await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid()), "掉漆");
        Assert.Contains(new RelatedTerm("掉漆", "掉漆"), (await SearchAsync(host, "涂层附着力")).Related);
    }

    [Fact]
    public async Task What_the_reader_may_not_find_is_not_offered()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        // For members only: its abstract has the academic word.
        await host.AchievementAsync("auto-a001", Guid.NewGuid(), level: Disclosure.L1);
        var words = (await SearchAsync(host, "漏油", MarketHost.MemberOf(Guid.NewGuid()))).Related;
        Assert.NotEmpty(words);
        Assert.Empty((await SearchAsync(host, "漏油")).Related);
    }

    [Fact]
    public async Task An_ordinary_search_is_offered_nothing()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid()), "涂层附着力");
        Assert.Empty((await SearchAsync(host, "机械工程")).Related);
        Assert.Empty((await SearchAsync(host, "")).Related);
    }

    private static async Task<SearchResult> SearchAsync(MarketHost host, string text, Member? reader = null)
    {
        var (status, body) = await host.GetAsync(reader, "?q=" + Uri.EscapeDataString(text));
        Assert.Equal(200, status);
        return body.Deserialize<SearchResult>(JsonDefaults.Options)!;
    }
}
