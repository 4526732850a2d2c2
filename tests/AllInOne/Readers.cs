using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Somebody who asks, with the column's name in access.tsv.</summary>
public sealed record Reader(string Name, string? Token, Guid Organisation = default, Guid Account = default)
{
    public override string ToString() => Name;
}

/// <summary>One person of every kind, from the demo district. "Owner" owns the records that the tests aim at.</summary>
public static class Readers
{
    public static Reader Visitor { get; } = new("visitor", null);

    public static Reader Unverified { get; } = Person("unverified", "yicheng", "yicheng", OrganisationKind.Enterprise, "云浦翼埕航空部件有限公司", false, Roles.Enterprise);

    public static Reader Enterprise { get; } = Person("enterprise", "hengshuo-lv", "hengshuo", OrganisationKind.Enterprise, "云浦恒朔轴承有限公司", true, Roles.Enterprise);

    public static Reader OtherEnterprise { get; } = Person("enterprise-other", "anquan-gu", "anquan", OrganisationKind.Enterprise, "云浦安荃精细化工有限公司", true, Roles.Enterprise);

    public static Reader Liaison { get; } = Person("liaison", "jhlg-shen", "jhlg", OrganisationKind.University, "江海理工大学", true, Roles.Liaison);

    public static Reader OtherLiaison { get; } = Person("liaison-other", "yjdx", "yjdx", OrganisationKind.University, "沿江大学", true, Roles.Liaison);

    /// <summary>Author of the profile that the tests aim at.</summary>
    public static Reader Expert { get; } = Person("expert", "x-auto-e01", "jhlg", OrganisationKind.University, "江海理工大学", true, Roles.Expert);

    public static Reader OtherExpert { get; } = Person("expert-other", "x-auto-e04", "jhlg", OrganisationKind.University, "江海理工大学", true, Roles.Expert);

    public static Reader Phd { get; } = Person("phd", "x-chem-e03", "yjdx", OrganisationKind.University, "沿江大学", true, Roles.Phd);

    public static Reader Organizer { get; } = Person("organizer", "bureau-mei", "bureau", OrganisationKind.Bureau, "云浦区科学技术局", true, Roles.Organizer);

    public static Reader Operator { get; } = Person("operator", "operator", "bureau", OrganisationKind.Bureau, "云浦区科学技术局", true, Roles.Operator);

    public static Reader Broker { get; } = Person("broker", "kehui", "kehui", OrganisationKind.Broker, "云浦科汇技术转移有限公司", true, Roles.Broker);

    public static Reader OtherAdmin { get; } = Person("org-admin-other", "anquan", "anquan", OrganisationKind.Enterprise, "云浦安荃精细化工有限公司", true, Roles.Enterprise, Roles.OrganisationAdmin);

    public static Reader Admin { get; } = Person("org-admin", "hengshuo", "hengshuo", OrganisationKind.Enterprise, "云浦恒朔轴承有限公司", true, Roles.Enterprise, Roles.OrganisationAdmin);

    public static Reader Service { get; } = new("service", TestTokens.OfService());

    /// <summary>In the order of the columns: who is let in last comes last, since some calls can be made once only.</summary>
    public static IReadOnlyList<Reader> All { get; } =
    [
        Visitor, Unverified, OtherEnterprise, Enterprise, OtherLiaison, Liaison, OtherExpert, Expert, Phd, Organizer, Operator, Broker,
        OtherAdmin, Admin, Service,
    ];

    private static Reader Person(
        string name, string account, string organisation, OrganisationKind kind, string organisationName, bool verified, params string[] roles)
    {
        var (person, unit) = (DemoFolder.IdOf("account", account), DemoFolder.IdOf("organisation", organisation));
        return new(name, TestTokens.Of(person, roles, unit, kind, organisationName, name, null, verified), unit, person);
    }
}
