using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Domain;

/// <summary>An enterprise, university, institute, broker or bureau. Its members are verified once the bureau has approved it.</summary>
public sealed class Organisation
{
    public required Guid Id { get; init; }

    public required OrganisationKind Kind { get; init; }

    public OrganisationStatus Status { get; set; }

    public required string Name { get; set; }

    public string? ShortName { get; set; }

    /// <summary>Normalised; no two organisations have the same unless rejected.</summary>
    public string? CreditCode { get; set; }

    public string? Industry { get; set; }

    public string? SizeBand { get; set; }

    public string? Town { get; set; }

    public string? Department { get; set; }

    public string? Address { get; set; }

    public string? Website { get; set; }

    public string? LegalRepresentative { get; set; }

    public string? Introduction { get; set; }

    /// <summary>规上; stated by the bureau, never by the organisation.</summary>
    public bool AboveScale { get; set; }

    /// <summary>高企; stated by the bureau, never by the organisation.</summary>
    public bool HighTech { get; set; }

    /// <summary>Why it is rejected or suspended.</summary>
    public string? RejectReason { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>When the bureau last decided.</summary>
    public DateTime? DecidedAt { get; set; }

    public long Version { get; set; }

    /// <summary>
    /// Set anew by what counts members or invitations before it changes them: two administrators cannot remove each other
    /// at once, and invitations sent at once keep their limit.
    /// </summary>
    public Guid MembershipStamp { get; set; }

    /// <summary>Members may act on the marketplace.</summary>
    public bool IsApproved => Status == OrganisationStatus.Approved;

    /// <summary>Takes over what a cleaned form says.</summary>
    public void Apply(OrganisationForm form)
    {
        Name = form.Name;
        ShortName = form.ShortName;
        CreditCode = form.CreditCode;
        Industry = form.Industry;
        SizeBand = form.SizeBand;
        Town = form.Town;
        Department = form.Department;
        Address = form.Address;
        Website = form.Website;
        LegalRepresentative = form.LegalRepresentative;
        Introduction = form.Introduction;
    }

    /// <summary>The form as it would be filled in now.</summary>
    public OrganisationForm ToForm() => new()
    {
        Name = Name,
        ShortName = ShortName,
        CreditCode = CreditCode,
        Industry = Industry,
        SizeBand = SizeBand,
        Town = Town,
        Department = Department,
        Address = Address,
        Website = Website,
        LegalRepresentative = LegalRepresentative,
        Introduction = Introduction,
    };

    public OrganisationView ToView() => new(
        Id, Kind, Status, ToForm(), AboveScale, HighTech, RejectReason, CreatedAt, DecidedAt, Version);

    public MyOrganisation ToMine() => new(Id, Name, ShortName ?? Name, Kind, Status, RejectReason);

    /// <summary>What other services may know.</summary>
    public OrganisationChanged ToFact() => new(
        Id, Version, UpdatedAt,
        new OrganisationSnapshot(Name, ShortName ?? Name, Kind, Status, CreditCode, Industry, Town, SizeBand, AboveScale, HighTech));
}
