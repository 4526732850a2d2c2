namespace Matchmaking.Messaging.Faults;

/// <summary>A message that a handler could not deal with, kept with the reason. In memory it is the only copy.</summary>
internal sealed class PoisonMessage
{
    public Guid Id { get; set; }

    public Guid MessageId { get; set; }

    /// <summary>Endpoint and handler; the endpoint alone where the message could not be read at all.</summary>
    public string Consumer { get; set; } = "";

    /// <summary>The fact's name; empty where the message could not be read at all.</summary>
    public string Name { get; set; } = "";

    public string Body { get; set; } = "";

    public string? TraceParent { get; set; }

    public DateTime FailedAt { get; set; }

    public int Attempts { get; set; }

    public string Error { get; set; } = "";
}
