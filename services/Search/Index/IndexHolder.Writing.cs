namespace Matchmaking.Search.Index;

/// <content>How changes get into the indices: handed over, waiting, written in batches.</content>
internal sealed partial class IndexHolder
{
    // For room to wait in: a fact's transaction is open meanwhile, and may keep others from writing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // For a batch, which no transaction waits for; each request has a limit of its own.
    private static readonly TimeSpan BatchPatience = TimeSpan.FromSeconds(15);

    // After a batch, for the next one to gather: what is written is not findable before the engine's own refresh anyway.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    // A batch of Elasticsearch's, and a few megabytes of memory.
    private const int MostWaiting = 500;

    private readonly IndexQueue _waiting = new(MostWaiting, time);
    private readonly MissedChanges _missed = new(time);

    // Held, for seconds at most and never around the other one, while a batch is written or the indices change places.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile string? _writeProblem;

    /// <summary>Has documents written soon, to the live index and to one that is being filled; waits only for room.</summary>
    public async Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        // Facts do not queue up behind an engine that is known to take none.
        if (_writeProblem is not null || !await _waiting.PutAsync(documents, Patience, cancellation))
        {
            Miss(documents);
        }
    }

    private async Task WriteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _waiting.FilledAsync(stoppingToken);
            await WriteWaitingAsync(stoppingToken);
            await Task.Delay(Rest, time, stoppingToken);
        }
    }

    // Whoever asks, it is written for all who wait: a token of one of them does not end it.
    private async Task WriteWaitingAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            if (_waiting.Take() is { Count: > 0 } documents)
            {
                await WriteAsync(_outdated ? null : _live, documents);
                if (_next is { } next)
                {
                    await WriteAsync(next, documents);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> BetweenBatchesAsync<T>(Func<T> change)
    {
        await _writing.WaitAsync();
        try
        {
            return change();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(IEngineIndex? index, IReadOnlyList<SearchDocument> documents)
    {
        if (index is not null && _writeProblem is null)
        {
            using var patience = new CancellationTokenSource(BatchPatience, time);
            try
            {
                await feeder.ApplyAsync(index, documents, patience.Token);
                return;
            }
            catch (SearchUnavailableException exception)
            {
                Note(index, exception);
            }
            catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
            {
                Note(index, new SearchUnavailableException("The search engine takes too long for a change", exception));
            }
            catch (Exception exception)
            {
                // A full disk, say. Nobody sees what is thrown here, and the loop must go on.
                LogNotWritten(exception);
                Note(index, new SearchUnavailableException(exception.Message, exception));
            }
        }

        Miss(documents);
    }

    // What the index of a rebuild does not take is made up for after the switch; the live one goes on.
    private void Note(IEngineIndex index, SearchUnavailableException exception)
    {
        if (!ReferenceEquals(index, _next))
        {
            NoteWriteProblem(exception);
        }
    }

    private void Miss(IReadOnlyList<SearchDocument> documents)
    {
        foreach (var document in documents)
        {
            _missed.Add(document.Id, document.Version);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of changes could not be written; they are made up for later")]
    private partial void LogNotWritten(Exception exception);
}
