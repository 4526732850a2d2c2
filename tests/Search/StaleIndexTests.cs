using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>The index follows the store a moment later: what it still has and nobody may see any more is not shown.</summary>
public sealed class StaleIndexTests
{
    [Fact]
    public async Task What_was_closed_a_moment_ago_is_not_shown_though_the_index_still_has_it()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var (member, bureau) = (MarketHost.MemberOf(Guid.NewGuid()), MarketHost.MemberOf(Guid.NewGuid(), Roles.Organizer));
        var id = await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid()), "唇形密封");
        Assert.Equal((1, 1), (await CountAsync(null), await CountAsync(member)));

        await StoreAsync(d => d with { Level = Disclosure.L1 });
        Assert.Equal((0, 1), (await CountAsync(null), await CountAsync(member)));
        await StoreAsync(d => d with { Avoid = [Avoidance.Key("某企业")] });
        Assert.Equal((0, 0), (await CountAsync(null), await CountAsync(member)));
        await StoreAsync(d => d with { Visible = false, Avoid = [] });
        Assert.Equal((0, 0), (await CountAsync(member), await CountAsync(bureau)));

        // As a fact's transaction does before the index has written.
        Task StoreAsync(Func<SearchDocument, SearchDocument> change) => host.UseAsync(async db =>
        {
            var store = new DocumentStore(db);
            var document = (await store.FindAsync(id, default))!;
            return await store.PutAsync(change(document) with { Version = document.Version + 1 }, default);
        });

        async Task<int> CountAsync(Member? reader) =>
            (await host.GetAsync(reader, "?q=" + Uri.EscapeDataString("唇形密封"))).Body!["hits"]!["items"]!.AsArray().Count;
    }
}
