namespace Matchmaking.Messaging.Outbox;

/// <summary>A fact on its way out, written in the transaction that made it true.</summary>
internal sealed class OutboxMessage
{
    /// <summary><see cref="LastError"/> of what waits for a service that has never started.</summary>
    public const string Unheard = "Nobody listens to it yet.";

    /// <summary>Order of writing; says nothing about order of commit, so nobody may page by it.</summary>
    public long Seq { get; set; }

    /// <summary>Identity on the wire, the same on every send.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The fact's name in <see cref="Contracts.FactNames"/>.</summary>
    public string Name { get; set; } = "";

    public string Body { get; set; } = "";

    /// <summary>Name and entity; messages of one key leave in the order they were written.</summary>
    public string Key { get; set; } = "";

    public string? TraceParent { get; set; }

    public string? TraceState { get; set; }

    public DateTime WrittenAt { get; set; }

    /// <summary>Failures that were the message's own; an unreachable transport is not counted.</summary>
    public int Attempts { get; set; }

    /// <summary>Null: at once.</summary>
    public DateTime? NextAttemptAt { get; set; }

    public string? LockedBy { get; set; }

    public DateTime? LockedUntil { get; set; }

    /// <summary>Set when delivered, or when an operator discarded a dead message.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>Set when the relay gave up; the key stays blocked until an operator redrives or discards.</summary>
    public DateTime? DeadAt { get; set; }

    public string? LastError { get; set; }
}
