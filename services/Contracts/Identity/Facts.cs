namespace Matchmaking.Contracts.Identity;

/// <summary>An organisation was registered, approved, changed or suspended.</summary>
public sealed record OrganisationChanged(Guid Id, long Version, DateTime OccurredAt, OrganisationSnapshot Organisation) : IFact;

/// <summary>What other services may know of an organisation.</summary>
/// <param name="Name">Full registered name.</param>
/// <param name="ShortName">Short name for screens; the full one where none was given.</param>
/// <param name="Industry">GB/T 4754 code, enterprises only.</param>
/// <param name="Town">Town, street or park.</param>
/// <param name="SizeBand">micro, small, medium or large; enterprises only.</param>
/// <param name="AboveScale">规上: on the frozen list of enterprises above designated size.</param>
/// <param name="HighTech">高企: holds a valid high-tech enterprise certificate.</param>
public sealed record OrganisationSnapshot(
    string Name, string ShortName, OrganisationKind Kind, OrganisationStatus Status, string? CreditCode,
    string? Industry, string? Town, string? SizeBand, bool AboveScale, bool HighTech);

/// <summary>An account was created, changed, locked or erased. Also the end of a program's credentials, under the program's id.</summary>
public sealed record AccountChanged(Guid Id, long Version, DateTime OccurredAt, AccountSnapshot Account) : IFact;

/// <summary>What other services may know of an account: enough to address a message, no more.</summary>
/// <param name="Active">May sign in; false once locked, deactivated or erased.</param>
/// <param name="TokensFrom">Access tokens issued at an earlier version of the account are refused: a password or the roles changed.</param>
/// <param name="Erased">The holder had it erased: <paramref name="DisplayName"/> is what stands in place of the name from now on.</param>
public sealed record AccountSnapshot(
    string DisplayName, string? Email, Guid? OrganisationId, IReadOnlyList<string> Roles, bool Active, string Language, bool Erased = false,
    long TokensFrom = 0);

/// <summary>Somebody did something that the bureau must be able to account for. Identity keeps the one trail of all services.</summary>
/// <param name="Id">The note's own: each is about one act.</param>
public sealed record AuditNoted(Guid Id, long Version, DateTime OccurredAt, AuditNote Note) : IFact;

/// <summary>Who did what to what. No texts of records: those stay in the services that own them.</summary>
/// <param name="ActorId">The account or program, null for the system.</param>
/// <param name="OrganisationId">The organisation whose administrators may read it too; null: the bureau alone.</param>
/// <param name="Verb">Kind of target and what was done, such as <c>need.publish</c>.</param>
/// <param name="Label">What was done, in words.</param>
/// <param name="TargetName">Human number of the record or interest, or name of the message.</param>
/// <param name="Before">State before, null where there was none.</param>
public sealed record AuditNote(
    Guid? ActorId, string ActorName, Guid? OrganisationId, string Verb, LocalText Label, Guid TargetId, string TargetName,
    string? Before, string? After);
