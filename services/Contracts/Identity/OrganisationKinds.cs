namespace Matchmaking.Contracts.Identity;

/// <summary>Which roles members of each kind of organisation may hold.</summary>
public static class OrganisationKinds
{
    /// <summary>Kinds that may register themselves; a bureau account is made by the installation or by invitation.</summary>
    public static IReadOnlyList<OrganisationKind> Registrable { get; } =
        [OrganisationKind.Enterprise, OrganisationKind.University, OrganisationKind.Institute, OrganisationKind.Broker];

    /// <summary>Roles of the kind, the usual one first; everyone may hold <see cref="Roles.OrganisationAdmin"/> beside them.</summary>
    public static IReadOnlyList<string> RolesOf(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Enterprise => [Roles.Enterprise, Roles.OrganisationAdmin],
        OrganisationKind.University or OrganisationKind.Institute =>
            [Roles.Liaison, Roles.Expert, Roles.Phd, Roles.OrganisationAdmin],
        OrganisationKind.Bureau => [Roles.Organizer, Roles.Operator, Roles.OrganisationAdmin],
        OrganisationKind.Broker => [Roles.Broker, Roles.OrganisationAdmin],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of organisation"),
    };
}
