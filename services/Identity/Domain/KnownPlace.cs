namespace Matchmaking.Identity.Domain;

/// <summary>
/// A browser in which an account has signed in, or one of its sessions. It counts its own failed passwords, so that
/// strangers who lock the account elsewhere do not keep its holder out.
/// </summary>
public sealed class KnownPlace
{
    public required Guid AccountId { get; init; }

    /// <summary>Hash of what the browser keeps in a cookie, or of the session's id.</summary>
    public required string KeyHash { get; init; }

    public int Failures { get; set; }

    /// <summary>No password is tried here until then; null where none was.</summary>
    public DateTime? LockedUntil { get; set; }

    public DateTime SeenAt { get; set; }
}
