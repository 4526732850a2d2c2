using System.Text.Json;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Batch;

/// <summary>
/// <c>verify [--store]</c> and the service's own settings: compares the index with the owners' change feeds, or with the
/// document store. It reads only, so the service may run meanwhile.
/// </summary>
internal static class VerifyCommand
{
    private const int Named = 5;
    private const long NoVersion = -1;

    // What is on its way arrives, and the embedded engine commits, in this time.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    /// <returns>0 where they are equal, 1 where they differ, 2 where they could not be compared.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        try
        {
            await using var app = ModuleHost.Build([.. args.Where(a => a != "--store")], [new SearchModule()]);
            RequireStore(app.Configuration);
            var first = await CompareAsync(app.Services, args.Contains("--store"));
            if (first.Count > 0)
            {
                await Task.Delay(Settling);
            }

            var difference = first.Count > 0 ? await CompareAsync(app.Services, args.Contains("--store")) : first;
            await output.WriteLineAsync(
                $"documents {difference.Documents}  missing {difference.Missing.Count}  stale {difference.Stale.Count}  surplus {difference.Surplus.Count}");
            await NameAsync("missing", difference.Missing);
            await NameAsync("stale", difference.Stale);
            await NameAsync("surplus", difference.Surplus);
            return difference.Count > 0 ? 1 : 0;
        }
        catch (Exception exception)
        {
            // Whatever it was, the answer to the question is not known.
            await output.WriteLineAsync($"verify: {exception.Message}");
            return 2;
        }

        async Task NameAsync(string what, IReadOnlyList<Guid> ids)
        {
            foreach (var id in ids.Take(Named))
            {
                await output.WriteLineAsync($"{what} {id}");
            }
        }
    }

    // Looking for it would make an empty one.
    private static void RequireStore(IConfiguration configuration)
    {
        var file = Path.Combine(configuration.DataPath(), "search.db");
        if ((configuration["Storage:Provider"] ?? "sqlite").Equals("sqlite", StringComparison.OrdinalIgnoreCase) && !File.Exists(file))
        {
            throw new InvalidOperationException($"there is no document store {file}; Data:Path says where to look");
        }
    }

    private static async Task<Difference> CompareAsync(IServiceProvider services, bool withStore)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var expected = withStore ? await StoredAsync(db) : await OwnedAsync(db, services.GetRequiredService<ChangeFeeds>());
        var indexed = await services.GetRequiredService<IIndexEngine>().LookAsync(CancellationToken.None)
            ?? throw new InvalidOperationException("there is no index");
        return new Difference(
            indexed.Count,
            [.. expected.Keys.Where(id => !indexed.ContainsKey(id))],
            [.. expected.Where(e => indexed.TryGetValue(e.Key, out var version) && version != e.Value).Select(e => e.Key)],
            [.. indexed.Keys.Where(id => !expected.ContainsKey(id))]);
    }

    private static Task<Dictionary<Guid, long>> StoredAsync(SearchDbContext db) =>
        db.Documents.AsNoTracking().Where(d => d.Visible).ToDictionaryAsync(d => d.Id, d => d.Version);

    private static async Task<Dictionary<Guid, long>> OwnedAsync(SearchDbContext db, ChangeFeeds feeds)
    {
        var expected = new Dictionary<Guid, long>();
        await foreach (var page in feeds.ReadAsync(CancellationToken.None))
        {
            var ids = page.Select(d => d.Id).ToList();
            var stored = await new DocumentStore(db).FindAsync(ids, CancellationToken.None);
            foreach (var document in page.Where(d => d.Visible))
            {
                // Of the right version and yet with other content: no version of the index is the right one.
                expected[document.Id] = stored.TryGetValue(document.Id, out var known) && known.Version == document.Version && Content(known) != Content(document)
                    ? NoVersion
                    : document.Version;
            }
        }

        return expected;
    }

    private static string Content(SearchDocument document) => JsonSerializer.Serialize(document with { Vector = null }, JsonDefaults.Options);

    private sealed record Difference(int Documents, IReadOnlyList<Guid> Missing, IReadOnlyList<Guid> Stale, IReadOnlyList<Guid> Surplus)
    {
        public int Count => Missing.Count + Stale.Count + Surplus.Count;
    }
}
