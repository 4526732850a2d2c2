namespace Matchmaking.Contracts.Identity;

/// <summary>Roles as they stand in the <c>role</c> claim of an access token.</summary>
public static class Roles
{
    /// <summary>Member of an enterprise.</summary>
    public const string Enterprise = "enterprise";

    /// <summary>Member of a university's or institute's liaison office.</summary>
    public const string Liaison = "liaison";

    /// <summary>Expert with a profile of their own.</summary>
    public const string Expert = "expert";

    /// <summary>Doctoral candidate.</summary>
    public const string Phd = "phd";

    /// <summary>Officer of the bureau: reviews records, runs events.</summary>
    public const string Organizer = "organizer";

    /// <summary>Technical operator of the installation.</summary>
    public const string Operator = "operator";

    /// <summary>Member of a technology broker.</summary>
    public const string Broker = "broker";

    /// <summary>May invite and remove members of the own organisation; held beside one of the others.</summary>
    public const string OrganisationAdmin = "org-admin";

    /// <summary>Every role.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Enterprise, Liaison, Expert, Phd, Organizer, Operator, Broker, OrganisationAdmin];
}

/// <summary>Claim types of an access token beside the standard <c>sub</c>, <c>name</c>, <c>email</c> and <c>role</c>.</summary>
public static class ClaimNames
{
    /// <summary>The organisation's id; absent while the account belongs to none.</summary>
    public const string Organisation = "org";

    /// <summary>The organisation's name.</summary>
    public const string OrganisationName = "org_name";

    /// <summary>The organisation's kind, as <see cref="OrganisationKind"/> in camel case.</summary>
    public const string OrganisationKind = "org_kind";

    /// <summary>The account's version when the token was issued; absent from tokens of programs.</summary>
    public const string AccountVersion = "acct_ver";

    /// <summary>"true" once the bureau has approved the organisation.</summary>
    public const string Verified = "verified";
}

/// <summary>What an organisation is.</summary>
public enum OrganisationKind { Enterprise, University, Institute, Bureau, Broker }

/// <summary>Where an organisation's registration stands.</summary>
public enum OrganisationStatus { Pending, Approved, Rejected, Suspended }
