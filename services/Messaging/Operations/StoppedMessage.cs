namespace Matchmaking.Messaging.Operations;

/// <summary>A message that waits for an operator. Its body is not shown: it may name people.</summary>
/// <param name="Id">What to redrive or discard.</param>
/// <param name="State"><c>dead</c>: it could not leave this service. <c>poison</c>: this service could not handle it.</param>
/// <param name="MessageId">Identity on the wire.</param>
/// <param name="Name">The fact's name; empty where the message could not be read.</param>
/// <param name="Key">Dead only: facts of the same key wait behind it.</param>
/// <param name="Consumer">Poison only: queue and handler that failed.</param>
/// <param name="At">When it stopped, UTC.</param>
/// <param name="TraceParent">W3C trace it belongs to.</param>
public sealed record StoppedMessage(
    Guid Id, string State, Guid MessageId, string Name, string? Key, string? Consumer, DateTime At, int Attempts, string Error,
    string? TraceParent);
