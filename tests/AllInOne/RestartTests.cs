using System.Text.Json;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>A host that is stopped with work waiting goes on with it when it is started again on the same folder.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task After_a_restart_the_index_equals_the_records_and_the_demo_is_not_loaded_twice()
    {
        await using var portal = new Portal();
        await portal.StartAsync();
        // The first start has just written some three hundred facts; stopped now, most of them wait.
        var need = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l1", "qzrestart"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        var before = await RecordsAsync(portal);
        await portal.StopAsync();

        await portal.StartAsync();
        // The same records; their states may move on meanwhile, by facts about interests that were still on their way.
        var records = await RecordsAsync(portal);
        Assert.Equal(before.Keys, records.Keys);
        await Probe.Until(
            async () => Difference(await RecordsAsync(portal), await StoredAsync(portal)).Count == 0, "the search service knows every record as it stands", 90);
        Assert.Contains(need, records.Keys);

        await portal.SettleAsync();
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var expected = await db.Documents.Where(d => d.Visible).ToDictionaryAsync(d => d.Id, d => d.Version);
        var index = portal.Services.GetRequiredService<ISearchIndex>();
        Assert.Equal(expected.OrderBy(d => d.Key), (await index.VersionsAsync(CancellationToken.None)).OrderBy(d => d.Key));
        Assert.Equal(200, (await portal.SendAsync(null, "GET", "/health")).Status);
    }

    private static List<string> Difference(SortedDictionary<Guid, string> records, Dictionary<Guid, string> stored) =>
        [.. records.Where(r => stored.GetValueOrDefault(r.Key) != r.Value).Select(r => $"{r.Value}\n  stored as {stored.GetValueOrDefault(r.Key)}")];

    // Saving a changed copy raises a record's version without anything to tell others: versions are left out.
    private static string Text(SearchDocument document) => JsonSerializer.Serialize(document with { Version = 0 }, JsonDefaults.Options);

    private static async Task<Dictionary<Guid, string>> StoredAsync(Portal portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<SearchDbContext>().Documents.AsNoTracking().ToListAsync();
        return rows.ToDictionary(r => r.Id, r => Text(JsonSerializer.Deserialize<SearchDocument>(r.Json, JsonDefaults.Options)!));
    }

    private static async Task<SortedDictionary<Guid, string>> RecordsAsync(Portal portal)
    {
        var records = new SortedDictionary<Guid, string>();
        await ReadAsync<NeedChanged>("needs", SearchDocuments.From);
        await ReadAsync<AchievementChanged>("achievements", SearchDocuments.From);
        await ReadAsync<ExpertChanged>("experts", SearchDocuments.From);
        return records;

        async Task ReadAsync<TFact>(string service, Func<TFact, SearchDocument> document)
        {
            for (string? cursor = "0"; cursor is not null;)
            {
                var page = await portal.GetAsync(Readers.Service, $"/api/{service}/changes?after={Uri.EscapeDataString(cursor)}&size=100");
                foreach (var found in page["facts"]!.AsArray().Select(f => document(f.Deserialize<TFact>(JsonDefaults.Options)!)))
                {
                    records[found.Id] = Text(found);
                }

                cursor = (string?)page["next"];
            }
        }
    }
}
