using Matchmaking.Messaging;

namespace Matchmaking.Notifications.Domain;

/// <summary>A message in a member's inbox, in both languages.</summary>
public sealed class Notification
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTime At { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public string? Text { get; init; }

    /// <summary>Address path of the portal.</summary>
    public string? Link { get; init; }

    /// <summary>Token of the link that stops further messages of this sort.</summary>
    public string? Unsubscribe { get; init; }

    public DateTime? ReadAt { get; set; }
}

/// <summary>What this service knows of an account: to whom a message about an organisation goes.</summary>
public sealed class Person : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    public Guid? OrganisationId { get; set; }

    /// <summary>Roles, joined by commas.</summary>
    public string Roles { get; set; } = "";

    /// <summary>The roles one by one.</summary>
    public IReadOnlyCollection<string> EachRole => Roles.Split(',');

    public bool Active { get; set; }

    /// <summary>Where mails go; null until Identity has told it, and again once the account is erased.</summary>
    public string? Email { get; set; }

    /// <summary>zh-CN or en.</summary>
    public string Language { get; set; } = "zh-CN";
}

/// <summary>A mail that is to go out, kept until it has.</summary>
public sealed class OutgoingMail
{
    /// <summary>The request's id: a mail goes out once, however often it is asked for.</summary>
    public required Guid Id { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    /// <summary>Blanked some time after the mail has left.</summary>
    public required string Body { get; init; }

    /// <summary>Address that stops further mails of this sort, for the mail program's own button (RFC 8058).</summary>
    public string? Unsubscribe { get; init; }

    public required DateTime WrittenAt { get; init; }

    public DateTime? SentAt { get; set; }

    public int Attempts { get; set; }

    public DateTime NextAttemptAt { get; set; }

    /// <summary>The sender that has claimed it.</summary>
    public string? LockedBy { get; set; }

    /// <summary>When the claim lapses, so that another sender takes over from a dead one.</summary>
    public DateTime? LockedUntil { get; set; }

    public string? LastError { get; set; }
}

/// <summary>Until when no other mail of a kind is written to an address.</summary>
public sealed class MailPause
{
    /// <summary>Hash of kind and address.</summary>
    public required string Key { get; init; }

    public required DateTime Until { get; set; }
}

/// <summary>The last status of a record or interest that was told, so that only a change is news.</summary>
public sealed class Told : ICopy
{
    public required Guid Id { get; init; }

    public long Version { get; set; }

    public string Status { get; set; } = "";
}
