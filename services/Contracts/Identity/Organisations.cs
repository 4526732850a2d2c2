namespace Matchmaking.Contracts.Identity;

/// <summary>An organisation, whole: for its members and the bureau.</summary>
/// <param name="Form">What it says of itself.</param>
/// <param name="AboveScale">规上, set by the bureau.</param>
/// <param name="HighTech">高企, set by the bureau.</param>
/// <param name="RejectReason">Why the registration was refused or suspended.</param>
/// <param name="Version">Send it back with a change.</param>
public sealed record OrganisationView(
    Guid Id, OrganisationKind Kind, OrganisationStatus Status, OrganisationForm Form, bool AboveScale, bool HighTech,
    string? RejectReason, DateTime CreatedAt, DateTime? DecidedAt, long Version);

/// <summary>Changes the own organisation's data. A rejected registration becomes pending again.</summary>
public sealed record UpdateOrganisation(OrganisationForm Form, long Version);

/// <summary>A row of the bureau's list.</summary>
public sealed record OrganisationRow(
    Guid Id, string Name, OrganisationKind Kind, OrganisationStatus Status, string? CreditCode, string? Town,
    bool AboveScale, bool HighTech, int Members, DateTime CreatedAt, long Version);

/// <summary>An organisation with what a reviewer should look at before deciding.</summary>
public sealed record OrganisationReview(
    OrganisationView Organisation, IReadOnlyList<ReviewCheck> Checks, IReadOnlyList<MemberRow> Members);

/// <summary>One line of the reviewer's check list.</summary>
/// <param name="Code">credit-code, same-name, same-credit-code or admin-email.</param>
/// <param name="Passed">Nothing to look at.</param>
/// <param name="Text">Finding in the reader's language.</param>
public sealed record ReviewCheck(string Code, bool Passed, string Text);

/// <summary>Approves a registration or lifts a suspension.</summary>
/// <param name="AboveScale">Set along with it, of enterprises; null leaves it.</param>
/// <param name="HighTech">Likewise.</param>
public sealed record ApproveOrganisation(long Version, bool? AboveScale = null, bool? HighTech = null);

/// <summary>Rejects or suspends, with the reason that the organisation reads.</summary>
public sealed record RefuseOrganisation(string Reason, long Version);

/// <summary>Sets what only the bureau may state.</summary>
public sealed record SetOrganisationFlags(bool AboveScale, bool HighTech, long Version);

/// <summary>Approved organisations by kind, for everybody.</summary>
public sealed record OrganisationFigures(int Enterprises, int Universities, int Institutes, int Brokers);
