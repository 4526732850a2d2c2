using System.Collections.Concurrent;

namespace Matchmaking.Messaging.Outbox;

/// <summary>
/// Knows, in one process, which handlers still owe the commit of a message: the in-memory transport says "published" before
/// any handler has run, and drops its queues on a stop.
/// </summary>
internal sealed class DeliveryTracker
{
    private readonly ConcurrentDictionary<Guid, Delivery> _open = new();

    public Delivery Expect(Guid messageId, IEnumerable<string> consumers)
    {
        var delivery = new Delivery(this, messageId, consumers);
        _open[messageId] = delivery;
        return delivery;
    }

    public void Report(Guid messageId, string consumer)
    {
        if (_open.TryGetValue(messageId, out var delivery))
            delivery.Report(consumer);
    }

    internal sealed class Delivery(DeliveryTracker tracker, Guid messageId, IEnumerable<string> consumers) : IDisposable
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _pending = [.. consumers];

        /// <summary>Ends when every handler has reported.</summary>
        public Task Task => _all.Task;

        public string Pending
        {
            get
            {
                lock (_pending)
                    return string.Join(", ", _pending);
            }
        }

        public void Report(string consumer)
        {
            lock (_pending)
            {
                _pending.Remove(consumer);
                if (_pending.Count > 0)
                    return;
            }
            _all.TrySetResult();
        }

        // A second send of the message may have put its own delivery in place.
        public void Dispose() => tracker._open.TryRemove(new KeyValuePair<Guid, Delivery>(messageId, this));
    }
}
