using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Messaging;

/// <summary>
/// Lets one of messaging's own writers at a time into a service's SQLite file. The file has one writer lock anyway, and who
/// finds it taken sleeps for a fixed while instead of queueing. Free on other databases.
/// </summary>
internal sealed class WriterGates
{
    private readonly ConcurrentDictionary<Type, SemaphoreSlim> _gates = new();

    public async Task<IDisposable?> EnterAsync(Type context, DbContext db, CancellationToken cancellation)
    {
        if (!db.IsSqlite())
            return null;
        var gate = _gates.GetOrAdd(context, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        return new Pass(gate);
    }

    private sealed class Pass(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
