using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.Cooperation.Tests;

/// <summary>What stays of a person in interests after the account was erased.</summary>
public sealed class ErasureTests
{
    private const string Nobody = "已注销用户";

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Turns_agreements_and_the_contact_of_an_erased_person_lose_name_and_phone(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var (university, account) = (Guid.NewGuid(), Guid.NewGuid());
        var leaver = TestTokens.Of(account, [Roles.Liaison], university, OrganisationKind.University, "某大学", "申老师");
        var sender = CooperationHost.Enterprise(Guid.NewGuid());
        var item = await host.ItemAsync(university);
        var address = $"interests/{(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))).Body["id"]}";
        await host.PostAsync(leaver, address + "/accept", new AcceptInterest(new Contact("申老师", "13800000000", "shen@example.org"), 1));
        Assert.Equal(200, (await host.PostAsync(leaver, address + "/ndas", new RecordNda(item.Id, "某企业", new DateOnly(2026, 1, 5), "NDA-1", 2))).Status);
        Assert.Contains("13800000000", await ReadAsync(sender), StringComparison.Ordinal);

        await host.TellAsync(new AccountChanged(account, 2, TimeProvider.System.GetUtcNow().UtcDateTime, new AccountSnapshot(Nobody, null, null, [], false, "zh-CN", true)));
        await Probe.Until(async () => (await ReadAsync(sender)).Contains(Nobody, StringComparison.Ordinal), "the person is blotted out");

        foreach (var reader in new[] { sender, CooperationHost.University(university) })
        {
            var text = await ReadAsync(reader);
            foreach (var gone in new[] { "申老师", "13800000000", "shen@example.org" })
            {
                Assert.DoesNotContain(gone, text, StringComparison.Ordinal);
            }
        }

        // The other side stays as it was.
        Assert.Contains("13700000000", await ReadAsync(sender), StringComparison.Ordinal);

        async Task<string> ReadAsync(string token) => (await host.GetAsync(token, address)).Body.ToJsonString(JsonDefaults.Options);
    }
}
