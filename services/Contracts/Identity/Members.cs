namespace Matchmaking.Contracts.Identity;

/// <summary>A member of an organisation.</summary>
/// <param name="Phone">For the bureau alone, which verifies registrations by telephone.</param>
public sealed record MemberRow(
    Guid Id, string Name, string? Email, IReadOnlyList<string> Roles, bool Active, bool EmailConfirmed, bool TwoFactor,
    DateTime CreatedAt, long Version, string? Phone = null);

/// <summary>A page of the own organisation's members.</summary>
/// <param name="AssignableRoles">Roles that members of this kind of organisation may hold.</param>
public sealed record MemberPage(
    IReadOnlyList<MemberRow> Items, int Total, int Number, int Size, IReadOnlyList<string> AssignableRoles);

/// <summary>Gives a member other roles.</summary>
public sealed record ChangeRoles(IReadOnlyList<string> Roles, long Version);

/// <summary>Ends or renews a membership.</summary>
public sealed record ChangeMember(long Version);

/// <summary>Invites a colleague.</summary>
/// <param name="Password">The inviting account's password, again.</param>
public sealed record CreateInvitation(string Email, string Name, IReadOnlyList<string> Roles, string Password);

/// <summary>An invitation as the inviting organisation sees it.</summary>
/// <param name="State">open, accepted, revoked or expired.</param>
public sealed record InvitationRow(
    Guid Id, string Email, string Name, IReadOnlyList<string> Roles, string State, DateTime CreatedAt, DateTime ExpiresAt, string InvitedBy);

/// <summary>An invitation as the invited person sees it.</summary>
public sealed record InvitationView(string Organisation, string Email, string Name, IReadOnlyList<string> Roles, DateTime ExpiresAt);

/// <summary>Accepts an invitation; the account is confirmed, since the link came by mail.</summary>
public sealed record AcceptInvitation(string Token, string Name, string Password, string? Language = null);

/// <summary>An account was made and may sign in.</summary>
public sealed record AccountCreated(string Email);
