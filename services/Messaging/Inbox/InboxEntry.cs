namespace Matchmaking.Messaging.Inbox;

/// <summary>Says that one handler has dealt with one message.</summary>
internal sealed class InboxEntry
{
    public Guid MessageId { get; set; }

    /// <summary>Endpoint and handler, <c>needs-accounts/AccountReader</c>.</summary>
    public string Consumer { get; set; } = "";

    public DateTime ReceivedAt { get; set; }
}
