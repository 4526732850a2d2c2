using Matchmaking.Search.Index;

namespace Matchmaking.Search.Tests;

public sealed class IndexQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_newest_version_of_a_document_waits()
    {
        var queue = new IndexQueue(10, TimeProvider.System);
        var document = Documents.Achievement("轴承");
        await PutAsync(queue, document with { Version = 2 }, document with { Version = 3 }, document);
        Assert.Equal(3, Assert.Single(queue.Take()).Version);
        Assert.Empty(queue.Take());
    }

    [Fact]
    public async Task Of_the_same_version_the_later_one_waits_which_has_the_vector()
    {
        var queue = new IndexQueue(10, TimeProvider.System);
        var document = Documents.Achievement("轴承");
        await PutAsync(queue, document);
        await PutAsync(queue, document with { Vector = [1, 0] });
        Assert.NotNull(Assert.Single(queue.Take()).Vector);
    }

    [Fact]
    public async Task Who_finds_no_room_waits_until_all_is_taken()
    {
        var queue = new IndexQueue(2, TimeProvider.System);
        await PutAsync(queue, Documents.Achievement("一"), Documents.Achievement("二"), Documents.Achievement("三"));
        var late = queue.PutAsync([Documents.Achievement("四")], Long, default);
        Assert.False(late.IsCompleted);
        Assert.Equal(3, queue.Take().Count);
        Assert.True(await late);
        Assert.Single(queue.Take());
    }

    [Fact]
    public async Task Who_runs_out_of_patience_is_told_and_leaves_nothing()
    {
        var queue = new IndexQueue(1, TimeProvider.System);
        await PutAsync(queue, Documents.Achievement("一"));
        Assert.False(await queue.PutAsync([Documents.Achievement("二")], TimeSpan.Zero, default));
        Assert.Single(queue.Take());
    }

    [Fact]
    public async Task Who_writes_is_woken_by_what_comes()
    {
        var queue = new IndexQueue(10, TimeProvider.System);
        var filled = queue.FilledAsync(default);
        await PutAsync(queue);
        Assert.False(filled.IsCompleted);
        await PutAsync(queue, Documents.Achievement("一"));
        await filled.WaitAsync(Long);
    }

    private static async Task PutAsync(IndexQueue queue, params IReadOnlyList<SearchDocument> documents) =>
        Assert.True(await queue.PutAsync(documents, Long, default));
}
