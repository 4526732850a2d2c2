using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Batch;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task The_first_suggestions_after_a_restart_wait_for_latent_semantics()
    {
        var judged = JudgedCollection.Shipped();
        // Few enough to be learned well within the product's patience on a slow machine.
        var need = judged.Needs.Single(n => n.Key == "auto-n08").Document with { OrganisationId = Guid.NewGuid() };
        var folder = Directory.CreateTempSubdirectory("restart-").FullName;
        await using (var before = await SearchHost.StartAsync(folder))
        {
            await before.TakeAsync([need, .. judged.Providers.Where(p => p.Key.StartsWith("auto", StringComparison.Ordinal)).Select(p => p.Document)]);
            await before.UntilLevelAsync();
        }

        await using var after = await SearchHost.StartAsync(folder);
        await after.UntilLevelAsync();
        var first = await ChancesAsync(after, need);
        await Probe.Until(() => Task.FromResult(after.Latent.Current is not null), "latent semantics are learned");
        Assert.NotEmpty(first);
        Assert.Equal(await ChancesAsync(after, need), first);
    }

    private static async Task<List<double>> ChancesAsync(SearchHost host, Index.SearchDocument need)
    {
        var token = TestTokens.Of(Guid.NewGuid(), [Roles.Enterprise], need.OrganisationId);
        var (response, body) = await host.GetAsync($"/api/search/suggestions/need/{need.Id}?for=achievement", token: token);
        Assert.True(response.IsSuccessStatusCode, body);
        return [.. JsonSerializer.Deserialize<Page<Suggestion>>(body, JsonDefaults.Options)!.Items.Select(s => s.Score)];
    }
}
