using System.Collections.Concurrent;

namespace Matchmaking.Search.Index;

/// <summary>
/// Which changes the index is known to lack: ids and versions, not the documents, so that memory stays bounded by the
/// number of records however long the engine is away.
/// </summary>
internal sealed class MissedChanges(TimeProvider time)
{
    // A change is handed over before its fact's transaction commits; one that never does is redelivered, or was given up by then.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, Missed> _missed = new();

    public int Count => _missed.Count;

    public bool IsEmpty => _missed.IsEmpty;

    public void Add(Guid id, long version)
    {
        var missed = new Missed(version, time.GetTimestamp());
        _missed.AddOrUpdate(id, missed, (_, known) => known.Version > version ? known : missed);
    }

    /// <summary>What is missed by now.</summary>
    public IReadOnlyDictionary<Guid, Missed> Look() => _missed.ToArray().ToDictionary();

    /// <summary>The index was brought level with the store: takes out what the store had, or will never have.</summary>
    /// <param name="looked">What was missed before; what was missed since stays.</param>
    /// <param name="stored">Version that the store had of a document, or null.</param>
    public void Settle(IReadOnlyDictionary<Guid, Missed> looked, Func<Guid, long?> stored)
    {
        foreach (var entry in looked)
        {
            if (stored(entry.Key) >= entry.Value.Version || time.GetElapsedTime(entry.Value.Since) > CommitPatience)
            {
                _missed.TryRemove(entry);
            }
        }
    }

    internal readonly record struct Missed(long Version, long Since);
}
