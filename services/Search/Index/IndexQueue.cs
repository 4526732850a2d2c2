namespace Matchmaking.Search.Index;

/// <summary>
/// Documents that wait to be written, one of each id: the newest version, and of the same version the one that came later,
/// because a vector follows its document under the same version. Memory is bounded: who brings more waits for room.
/// </summary>
/// <param name="room">From how many documents on there is no room; those that come together go in together.</param>
internal sealed class IndexQueue(int room, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _filled = new(0, 1);
    private Dictionary<Guid, SearchDocument> _waiting = [];
    private TaskCompletionSource _emptied = NewSignal();

    /// <summary>Lets documents wait.</summary>
    /// <param name="patience">How long for room.</param>
    /// <returns>Whether there was room; if not, none of the documents waits.</returns>
    public async Task<bool> PutAsync(IReadOnlyCollection<SearchDocument> documents, TimeSpan patience, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (TryPut(documents) is { } emptied)
        {
            var left = patience - time.GetElapsedTime(since);
            try
            {
                await emptied.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellation);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits until there may be something to take.</summary>
    public Task FilledAsync(CancellationToken cancellation) => _filled.WaitAsync(cancellation);

    /// <summary>Takes all that waits.</summary>
    public IReadOnlyList<SearchDocument> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            _emptied.SetResult();
            _emptied = NewSignal();
            return [.. taken.Values];
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <returns>Null where they are in, or else what ends when it is worth another try.</returns>
    private Task? TryPut(IReadOnlyCollection<SearchDocument> documents)
    {
        lock (_gate)
        {
            if (_waiting.Count >= room)
            {
                return _emptied.Task;
            }

            foreach (var document in documents)
            {
                if (!_waiting.TryGetValue(document.Id, out var known) || known.Version <= document.Version)
                {
                    _waiting[document.Id] = document;
                }
            }

            if (_waiting.Count > 0 && _filled.CurrentCount == 0)
            {
                _filled.Release();
            }

            return null;
        }
    }
}
