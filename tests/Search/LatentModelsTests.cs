using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

public sealed class LatentModelsTests
{
    private static readonly SearchDocument Need = Documents.Need("轮毂轴承单元泥水密封失效，寻求低摩擦密封结构", "整车路试三万公里后密封唇口磨损进水，泥水工况台架 20 次循环即渗漏，摩擦力矩不得增加。");

    private static readonly SearchDocument Result = Documents.Achievement(
        "轮毂轴承多唇密封的激光织构减摩方法", "针对轮毂轴承在泥水环境下密封唇口磨损进水，用表面织构和多唇接触式密封结构，台架泥水循环 34 次无渗漏，摩擦力矩降低 35%。");

    [Fact]
    public async Task The_second_of_a_pair_is_learned_from_though_it_is_less_than_a_tenth_of_the_records()
    {
        await using var host = await SearchHost.StartAsync(Directory.CreateTempSubdirectory("latent-").FullName);
        await host.TakeAsync([.. Enumerable.Range(0, 12).Select(i => Documents.Need($"第{i}号记录")), Result]);
        await host.Latent.LevelAsync(default);
        await host.TakeAsync(Need);
        await host.UntilLevelAsync();

        await host.Latent.LevelAsync(default);

        var token = TestTokens.Of(Guid.NewGuid(), [Roles.Enterprise], Need.OrganisationId);
        var (_, body) = await host.GetAsync($"/api/search/suggestions/need/{Need.Id}?for=achievement", token: token);
        Assert.Equal([Result.Id], JsonSerializer.Deserialize<Page<Suggestion>>(body, JsonDefaults.Options)!.Items.Select(s => s.Id));
    }

    [Fact]
    public async Task Few_records_are_learned_from_again_whenever_one_of_them_changes_and_only_then()
    {
        await using var host = await SearchHost.StartAsync(Directory.CreateTempSubdirectory("latent-").FullName);
        await host.TakeAsync([.. Enumerable.Range(0, 20).Select(i => Documents.Need($"第{i}号记录")), Result]);
        await host.Latent.LevelAsync(default);
        var first = host.Latent.Current;
        await host.Latent.LevelAsync(default);
        Assert.Same(first, host.Latent.Current);

        // One comes and another goes: as many as before.
        await host.TakeAsync(Need, Result with { Visible = false, Version = 2 });
        await host.Latent.LevelAsync(default);
        Assert.NotSame(first, host.Latent.Current);
    }
}
