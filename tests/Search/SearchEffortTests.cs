using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

/// <summary>What a search may cost goes by who asks.</summary>
public sealed class SearchEffortTests
{
    [Fact]
    public async Task A_visitor_may_ask_less_than_a_member_of_a_verified_organisation()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        var member = MarketHost.MemberOf(Guid.NewGuid());
        Assert.Equal(200, (await host.GetAsync(null, Asking(200))).Status);
        Assert.Equal(200, (await host.GetAsync(member, Asking(500))).Status);
        var (status, refused) = await host.GetAsync(null, Asking(201));
        Assert.Equal(400, status);
        Assert.Contains("最多 200 字，现在 201 字；认证单位的成员登录后可以查 500 字", (string)refused!["errors"]!["q"]![0]!, StringComparison.Ordinal);
        Assert.Equal(400, (await host.GetAsync(member, Asking(501))).Status);

        static string Asking(int length) => "?q=" + Uri.EscapeDataString(string.Concat(Enumerable.Repeat("轴承", length))[..length]);
    }

    [Fact]
    public async Task A_word_with_a_wrong_letter_is_found_by_visitors_too()
    {
        await using var host = await MarketHost.StartAsync(DatabaseKind.Sqlite);
        await host.ExpertAsync(MarketHost.MemberOf(Guid.NewGuid()), "polyurethane");
        Assert.Equal(1, (int)(await host.GetAsync(null, "?q=polyurathane")).Body!["hits"]!["total"]!);
    }
}
