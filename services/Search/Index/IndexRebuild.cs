using Matchmaking.Search.Data;

namespace Matchmaking.Search.Index;

/// <summary>
/// Makes index and document store anew from the owners' change feeds, beside the live index, and switches when done:
/// the way back after a loss, and the check that nothing is missing.
/// </summary>
internal sealed partial class IndexRebuild(
    IndexHolder index, IServiceProvider services, ChangeFeeds feeds, IndexFeeder feeder, IndexFormat format, ILogger<IndexRebuild> logger)
    : BackgroundService
{
    private readonly SemaphoreSlim _asked = new(0, 1);
    private volatile bool _running;

    /// <summary>A rebuild is asked for or under way.</summary>
    public bool IsRunning => _running;

    /// <summary>Records read so far by the running rebuild.</summary>
    public int Done { get; private set; }

    /// <summary>Why the last rebuild failed, or null.</summary>
    public string? LastError { get; private set; }

    /// <summary>Asks for a rebuild in the background.</summary>
    /// <returns>False where one is under way already.</returns>
    public bool Ask()
    {
        if (_running)
        {
            return false;
        }

        _running = true;
        _asked.Release();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _asked.WaitAsync(stoppingToken);
            Done = 0;
            try
            {
                await index.RebuildAsync(next => FillAsync(next, stoppingToken), stoppingToken);
                LastError = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LastError = exception.Message;
                LogFailed(exception);
            }
            finally
            {
                _running = false;
            }
        }
    }

    private async Task FillAsync(ISearchIndex next, CancellationToken cancellation)
    {
        await foreach (var documents in feeds.ReadAsync(cancellation))
        {
            await feeder.ApplyAsync(next, await StoreAsync(documents, cancellation), cancellation);
            Done += documents.Count;
        }
    }

    // What the store holds afterwards is what goes into the index: a fact may have overtaken the feed.
    private async Task<IReadOnlyList<SearchDocument>> StoreAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<DocumentStore>();
        foreach (var document in documents)
        {
            await store.PutAsync(document, cancellation, again: true);
        }

        return await store.LoadForIndexAsync([.. documents.Select(d => d.Id)], format.Model, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rebuilding the index failed; the live one stays")]
    private partial void LogFailed(Exception exception);
}
