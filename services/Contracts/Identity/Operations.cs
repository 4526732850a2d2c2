namespace Matchmaking.Contracts.Identity;

/// <summary>A program of an organisation that calls the APIs with client credentials.</summary>
public sealed record IntegrationRow(
    Guid Id, string Name, string ClientId, DateTime CreatedAt, string CreatedBy, DateTime? RevokedAt);

/// <summary>Makes client credentials.</summary>
/// <param name="Password">The account's password, again.</param>
public sealed record CreateIntegration(string Name, string Password);

/// <summary>New client credentials; the secret is shown this one time.</summary>
public sealed record IntegrationCreated(Guid Id, string Name, string ClientId, string Secret, string TokenEndpoint);

/// <summary>A line of the audit trail.</summary>
/// <param name="Verb">Stable name, such as <c>organisation.approve</c>.</param>
/// <param name="Label">The verb in the reader's language.</param>
/// <param name="Before">Short text, null where there was nothing.</param>
public sealed record AuditRow(
    long Id, DateTime At, Guid? ActorId, string Actor, string Verb, string Label, string Target, Guid? TargetId,
    Guid? OrganisationId, string? Before, string? After);

/// <summary>An account as the operator sees it.</summary>
/// <param name="LockedUntil">Locked by failed sign-ins until then.</param>
public sealed record AccountRow(
    Guid Id, string Name, string? Email, Guid? OrganisationId, string? Organisation, IReadOnlyList<string> Roles,
    bool Active, bool EmailConfirmed, bool TwoFactor, DateTime? LockedUntil, DateTime CreatedAt, long Version);

/// <summary>Locks an account; its sessions end.</summary>
public sealed record LockAccount(string Reason);

/// <summary>An account that shows the product; only where the demo data was loaded.</summary>
public sealed record DemoAccount(string Name, string Email, string Label, IReadOnlyList<string> Roles, string? Organisation);

/// <summary>One entry of Identity's change feed: the latest state of an organisation or of an account.</summary>
/// <param name="Cursor">Ask for what comes after it.</param>
public sealed record IdentityChange(long Cursor, OrganisationChanged? Organisation, AccountChanged? Account);
