using Matchmaking.Messaging.Outbox;

namespace Matchmaking.Messaging.Tests;

/// <summary>Lets a test step between the relay of one host and its bus.</summary>
internal sealed class SenderScript
{
    private int _sends;
    private int _rounds;

    /// <summary>Sends that came back as delivered.</summary>
    public int Sends => _sends;

    /// <summary>Rounds of the relay that have begun.</summary>
    public int Rounds => _rounds;

    public Func<Guid, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Func<Guid, Task> After { get; set; } = _ => Task.CompletedTask;

    public IFactSender Wrap(IFactSender inner) => new Wrapped(this, inner);

    private sealed class Wrapped(SenderScript script, IFactSender inner) : IFactSender
    {
        public Task WaitReadyAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref script._rounds);
            return inner.WaitReadyAsync(cancellation);
        }

        public async Task SendAsync(Guid messageId, object fact, CancellationToken cancellation)
        {
            await script.Before(messageId);
            await inner.SendAsync(messageId, fact, cancellation);
            Interlocked.Increment(ref script._sends);
            await script.After(messageId);
        }
    }
}
