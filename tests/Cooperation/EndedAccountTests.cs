using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;

namespace Matchmaking.Cooperation.Tests;

/// <summary>A token outlives its account by up to half an hour.</summary>
public sealed class EndedAccountTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_account_that_has_ended_reads_and_writes_nothing_until_it_is_active_again(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var (account, organisation) = (Guid.NewGuid(), Guid.NewGuid());
        var token = TestTokens.Of(account, [Roles.Enterprise], organisation, OrganisationKind.Enterprise, "某企业");
        var item = await host.ItemAsync(Guid.NewGuid());
        Assert.Equal(200, (await host.GetAsync(token, "interests")).Status);

        await host.TellAsync(Account(version: 3, active: false));
        await Probe.Until(async () => (await host.GetAsync(token, "interests")).Status == 401, "the account has ended");
        var refused = await host.PostAsync(token, "interests", CooperationHost.InterestIn(item));
        Assert.Equal((401, "unauthenticated"), (refused.Status, (string?)refused.Body["code"]));
        Assert.Equal(401, (await host.PostAsync(token, $"interests/{Guid.NewGuid()}/withdraw", new TouchInterest(1))).Status);
        // What everybody may read stays open; colleagues go on.
        Assert.Equal(200, (await host.GetAsync(token, "figures")).Status);
        Assert.Equal(200, (await host.GetAsync(CooperationHost.Enterprise(organisation), "interests")).Status);

        await host.TellAsync(Account(version: 4, active: true));
        await Probe.Until(async () => (await host.GetAsync(token, "interests")).Status == 200, "the account is active again");

        AccountChanged Account(long version, bool active) => new(
            account, version, TimeProvider.System.GetUtcNow().UtcDateTime, new AccountSnapshot("吕工", null, organisation, [], active, "zh-CN"));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_token_from_before_a_change_of_roles_or_password_reads_nothing_and_the_next_one_does(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var account = Guid.NewGuid();
        var (old, next) = (Token(version: 4), Token(version: 5));
        Assert.Equal(200, (await host.GetAsync(old, "interests")).Status);

        await host.TellAsync(new AccountChanged(
            account, 5, TimeProvider.System.GetUtcNow().UtcDateTime, new AccountSnapshot("梅工", null, null, [], true, "zh-CN", TokensFrom: 5)));
        await Probe.Until(async () => (await host.GetAsync(old, "interests")).Status == 401, "the old token is refused");
        Assert.Equal(200, (await host.GetAsync(next, "interests")).Status);

        string Token(long version) => TestTokens.Of(account, [Roles.Organizer], Guid.NewGuid(), OrganisationKind.Bureau, "某局", version: version);
    }
}
