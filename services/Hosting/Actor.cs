using System.Security.Claims;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Hosting;

/// <summary>Who asks: read from the access token, bound as a parameter of any endpoint. Anonymous has an empty id.</summary>
/// <param name="AccountId">The account, or <see cref="Guid.Empty"/> for a visitor.</param>
/// <param name="Name">Display name, for history and audit.</param>
/// <param name="OrganisationId">The organisation, or null.</param>
/// <param name="Verified">The organisation is approved by the bureau.</param>
/// <param name="Language">BCP 47 tag of the answer.</param>
public sealed record Actor(
    Guid AccountId, string Name, string? Email, Guid? OrganisationId, string? OrganisationName, OrganisationKind? Kind,
    bool Verified, IReadOnlyList<string> Roles, string Language)
{
    /// <summary>The system itself: timers and handlers of facts.</summary>
    public static Actor System { get; } =
        new(Guid.Empty, "系统", null, null, null, null, true, [], "zh-CN");

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => AccountId != Guid.Empty;

    /// <summary>Officer of the bureau.</summary>
    public bool IsOrganizer => Is(Contracts.Identity.Roles.Organizer);

    /// <summary>Whether the account holds the role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>Member of this approved organisation.</summary>
    public bool BelongsTo(Guid organisation) => IsSignedIn && OrganisationId == organisation;

    /// <summary>Binds from the request; never fails.</summary>
    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context));

    /// <summary>Reads the claims of a request.</summary>
    public static Actor From(HttpContext context)
    {
        var user = context.User;
        return new Actor(
            Guid.TryParse(user.FindFirstValue("sub"), out var account) ? account : Guid.Empty,
            user.FindFirstValue("name") ?? "",
            user.FindFirstValue("email"),
            Guid.TryParse(user.FindFirstValue(ClaimNames.Organisation), out var organisation) ? organisation : null,
            user.FindFirstValue(ClaimNames.OrganisationName),
            Enum.TryParse<OrganisationKind>(user.FindFirstValue(ClaimNames.OrganisationKind), true, out var kind) ? kind : null,
            user.FindFirstValue(ClaimNames.Verified) == "true",
            [.. user.FindAll("role").Select(c => c.Value)],
            context.Language());
    }
}

/// <summary>The language of an answer.</summary>
public static class RequestLanguage
{
    /// <summary>The first of the request's preferred languages: English, or else Chinese.</summary>
    public static string Language(this HttpContext context) =>
        context.Request.Headers.AcceptLanguage.ToString().TrimStart().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-CN";
}
