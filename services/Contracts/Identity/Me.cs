namespace Matchmaking.Contracts.Identity;

/// <summary>The signed-in account as its holder sees it.</summary>
public sealed record MeView(
    Guid Id, string Name, string? Email, string? Phone, string Language, IReadOnlyList<string> Roles,
    bool TwoFactor, int RecoveryCodesLeft, long Version, MyOrganisation? Organisation);

/// <summary>The holder's organisation.</summary>
public sealed record MyOrganisation(
    Guid Id, string Name, string ShortName, OrganisationKind Kind, OrganisationStatus Status, string? RejectReason);

/// <summary>Changes the own account.</summary>
public sealed record UpdateMe(string Name, string? Phone, string Language, long Version);

/// <summary>Changes the own password; every other session ends.</summary>
public sealed record ChangePassword(string Current, string New);

/// <summary>What an authenticator app needs.</summary>
/// <param name="SharedKey">The key in groups of four, for typing.</param>
/// <param name="Uri">otpauth:// address.</param>
/// <param name="QrSvg">The address as a QR code, an SVG element.</param>
public sealed record TwoFactorSetup(string SharedKey, string Uri, string QrSvg);

/// <summary>Proves that the authenticator app works.</summary>
/// <param name="Password">The account's password, again.</param>
public sealed record EnableTwoFactor(string Code, string Password);

/// <summary>Codes for signing in without the app, each valid once; shown this one time.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>Repeats the password before something that cannot be undone.</summary>
public sealed record ConfirmWithPassword(string Password);

/// <summary>Everything Identity holds about an account.</summary>
public sealed record MyData(
    Guid Id, string Name, string? Email, bool EmailConfirmed, string? Phone, string Language, IReadOnlyList<string> Roles,
    bool TwoFactor, DateTime CreatedAt, DateTime UpdatedAt, MyOrganisation? Organisation, IReadOnlyList<AuditRow> Actions);
