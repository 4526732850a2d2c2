using Matchmaking.Contracts.Identity;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Domain;

/// <summary>A person who signs in. Member of one organisation at most; the roles are those held in it.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>Language of mails where nobody said otherwise.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>Name on screens.</summary>
    public required string DisplayName { get; set; }

    /// <summary>zh-CN or en.</summary>
    public string Language { get; set; } = Chinese;

    public Guid? OrganisationId { get; set; }

    public Organisation? Organisation { get; set; }

    /// <summary>Roles in the organisation, from <see cref="OrganisationKinds.RolesOf"/>.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>May sign in. Ends by deactivation, by the operator's lock and by erasure.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Why the operator locked the account; the organisation cannot lift that.</summary>
    public string? BarredReason { get; set; }

    /// <summary>When the holder had the account erased; it stays as an empty shell that history points at.</summary>
    public DateTime? ErasedAt { get; set; }

    /// <summary>How the demo presents the account, null for real ones and for those it does not present.</summary>
    public string? DemoLabelZh { get; set; }

    /// <inheritdoc cref="DemoLabelZh"/>
    public string? DemoLabelEn { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>Counts published changes.</summary>
    public long Version { get; set; }

    /// <summary>Access tokens issued at an earlier version are refused by all services.</summary>
    public long TokensFrom { get; set; }

    /// <summary>Holds the administrator's role and can use it.</summary>
    public bool IsActiveAdmin => Active && Roles.Contains(Contracts.Identity.Roles.OrganisationAdmin);

    /// <summary>A new account; the caller sets the password.</summary>
    public static Account Create(Guid id, string name, string email, string? language, Guid? organisation, IEnumerable<string> roles, DateTime now) => new()
    {
        Id = id,
        UserName = email,
        Email = email,
        DisplayName = name,
        Language = Languages.Of(language),
        OrganisationId = organisation,
        Roles = [.. roles],
        LockoutEnabled = true,
        CreatedAt = now,
        UpdatedAt = now,
    };

    public MemberRow ToMember() => new(
        Id, DisplayName, Email, [.. Roles], Active, EmailConfirmed, TwoFactorEnabled, CreatedAt, Version);

    /// <summary>What other services may know.</summary>
    public AccountChanged ToFact() => new(
        Id, Version, UpdatedAt,
        new AccountSnapshot(DisplayName, Active ? Email : null, OrganisationId, [.. Roles], Active, Language, ErasedAt is not null, TokensFrom));
}

/// <summary>Languages that mails are written in.</summary>
internal static class Languages
{
    /// <summary>The language to use for a wish: English, or else Chinese.</summary>
    public static string Of(string? wish) =>
        wish?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? "en" : Account.Chinese;
}
