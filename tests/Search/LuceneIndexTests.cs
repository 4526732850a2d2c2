using Matchmaking.Search.Index;
using Matchmaking.Search.Lucene;

namespace Matchmaking.Search.Tests;

/// <summary>Lucene on a folder of its own.</summary>
public sealed class LuceneIndexTests : SearchIndexTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucene-").FullName;

    protected override Task<ISearchIndex> OpenAsync() => Task.FromResult<ISearchIndex>(new LuceneIndex(_folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

    protected override ValueTask CloseAsync(ISearchIndex index) => ((LuceneIndex)index).DisposeAsync();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
