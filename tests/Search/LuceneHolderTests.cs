using Matchmaking.Search.Index;
using Matchmaking.Search.Lucene;
using Matchmaking.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matchmaking.Search.Tests;

/// <summary>What the service does with Lucene on its data folder.</summary>
public sealed class LuceneHolderTests : IndexHolderTests
{
    private string Root => Path.Combine(Folder, "index");

    [Fact]
    public async Task A_damaged_index_is_put_aside_and_made_anew()
    {
        await FillAsync(3);
        var folder = Assert.Single(Directory.GetDirectories(Root));
        foreach (var file in Directory.GetFiles(folder, "segments*"))
        {
            await File.WriteAllTextAsync(file, "damaged");
        }

        await using var host = await StartAsync();
        await host.UntilLevelAsync();
        Assert.Equal(3, (await host.StoredAsync()).Count);
        Assert.Contains(Directory.GetDirectories(Root), d => Path.GetFileName(d).StartsWith("damaged-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_where_releases_before_kept_it_is_made_anew()
    {
        await FillAsync(3);
        Directory.Move(Assert.Single(Directory.GetDirectories(Root)), Path.Combine(Root, "2"));
        File.Delete(Path.Combine(Root, "current"));
        await using var host = await StartAsync();
        await Probe.Until(() => host.Index.RebuiltAt is not null, "the index is made anew");
        await host.UntilLevelAsync();
        await Probe.Until(async () => (await IndicesAsync()).All(n => n.StartsWith(new IndexFormat().Tag + "-", StringComparison.Ordinal)), "the old one is deleted");
    }

    protected override string[] Settings => ["--Search:Engine", "lucene"];

    protected override async Task MakeOlderAsync()
    {
        await LoseAsync();
        Assert.NotEqual(default, await OpenOlderAsync());

        async Task<OpenedIndex> OpenOlderAsync()
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Path", Folder)]).Build();
            var opened = await new LuceneEngine(settings, new IndexFormat(4, "another"), TimeProvider.System, NullLogger<LuceneEngine>.Instance).OpenAsync(default);
            await opened.Index.ApplyAsync([Documents.Achievement("旧索引里的轴承")], default);
            await opened.Index.DisposeAsync();
            return opened;
        }
    }

    protected override Task LoseAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    protected override Task<List<string>> IndicesAsync() =>
        Task.FromResult<List<string>>([.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!)]);

    protected override Task LeaveBehindAsync()
    {
        Directory.CreateDirectory(Path.Combine(Root, new IndexFormat().NewName(TimeProvider.System)));
        return Task.CompletedTask;
    }
}
