using System.Collections.Concurrent;

namespace Matchmaking.Messaging.Outbox;

/// <summary>Wakes the relay of a context. A hint only: a lost one costs a poll's wait.</summary>
internal sealed class OutboxSignals
{
    private readonly ConcurrentDictionary<Type, SemaphoreSlim> _signals = new();

    public SemaphoreSlim For(Type context) => _signals.GetOrAdd(context, _ => new SemaphoreSlim(0));

    public void Pulse(Type context)
    {
        // The context in hand may be the provider's own, derived from the one the relay knows.
        for (var type = context; type is not null; type = type.BaseType)
            if (_signals.TryGetValue(type, out var signal) && signal.CurrentCount == 0)
                signal.Release();
    }
}
