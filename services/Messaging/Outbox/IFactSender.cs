namespace Matchmaking.Messaging.Outbox;

/// <summary>What the relay must know of the bus.</summary>
internal interface IFactSender
{
    /// <summary>Ends when the bus can take messages.</summary>
    Task WaitReadyAsync(CancellationToken cancellation);

    /// <summary>
    /// Ends when the fact is delivered: confirmed by the broker, or, in one process, committed by every handler.
    /// </summary>
    /// <exception cref="UnheardException">No queue is there for what happens once: who listens to it has never started.</exception>
    /// <exception cref="HandlersPendingException">In one process: not every handler has committed in time.</exception>
    Task SendAsync(Guid messageId, object fact, CancellationToken cancellation);
}

/// <summary>Nobody listens to the message yet.</summary>
internal sealed class UnheardException() : Exception(OutboxMessage.Unheard);

/// <summary>A handler has neither committed nor given up in time; the message is sent again.</summary>
internal sealed class HandlersPendingException(string message) : Exception(message);
