using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Matchmaking.Contracts;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lucene;

namespace Matchmaking.Search.Tests;

/// <summary>Lucene on a folder of its own.</summary>
public sealed class LuceneIndexTests : SearchIndexTests, IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("lucene-").FullName;

    [Fact]
    public async Task An_index_of_an_older_release_answers_until_the_new_one_is_there()
    {
        var id = Guid.NewGuid();
        using (var directory = FSDirectory.Open(_folder))
        using (var writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, new KeywordAnalyzer())))
        {
            // As releases wrote it that kept the id in no column.
            writer.AddDocument(
            [
                new StringField(LuceneDocuments.Id, id.ToString("N"), Field.Store.YES), new StoredField(LuceneDocuments.Version, 1L),
                new Int32Field(LuceneDocuments.Level, 0, Field.Store.NO), new NumericDocValuesField(LuceneDocuments.Published, 0),
            ]);
        }

        await using var index = (LuceneIndex)await OpenAsync();
        var page = await index.SearchAsync(new IndexQuery([], Disclosure.L0, [], 0, 10), default);
        Assert.Equal(id, Assert.Single(page.Hits).Id);
    }

    [Fact]
    public async Task However_deep_the_page_no_memory_is_allotted_for_documents_that_are_not_there()
    {
        await using var index = (LuceneIndex)await OpenAsync();
        await index.ApplyAsync([Documents.Achievement("轴承密封")], default);
        await index.RefreshAsync(default);
        var tokens = Matchmaking.Search.Matching.QueryTokens.Of("轴承");
        foreach (var newest in new[] { false, true })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            await index.SearchAsync(new IndexQuery(tokens, Disclosure.L0, [], 9_999_900, 100) { Newest = newest }, default);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    protected override Task<ISearchIndex> OpenAsync() => Task.FromResult<ISearchIndex>(new LuceneIndex(_folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

    protected override ValueTask CloseAsync(ISearchIndex index) => ((LuceneIndex)index).DisposeAsync();

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);
}
