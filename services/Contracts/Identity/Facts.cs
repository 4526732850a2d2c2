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

/// <summary>An account was created, changed, locked or erased.</summary>
public sealed record AccountChanged(Guid Id, long Version, DateTime OccurredAt, AccountSnapshot Account) : IFact;

/// <summary>What other services may know of an account: enough to address a message, no more.</summary>
public sealed record AccountSnapshot(
    string DisplayName, string? Email, Guid? OrganisationId, IReadOnlyList<string> Roles, bool Active, string Language);
