using System.Collections.Immutable;
using System.Security.Claims;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>Makes the claims of tokens from the database's latest state.</summary>
internal sealed class AccessClaims(IdentityDbContext db)
{
    /// <summary>The security stamp; stands in codes and refresh tokens only, and ends them when it changes.</summary>
    public const string Stamp = "stamp";

    /// <summary>The account with its organisation, as the token endpoints need it.</summary>
    public Task<Account?> FindAsync(string? subject, CancellationToken cancellation) => Guid.TryParse(subject, out var id)
        ? db.Users.Include(a => a.Organisation).SingleOrDefaultAsync(a => a.Id == id, cancellation)
        : Task.FromResult<Account?>(null);

    /// <summary>Claims of a person.</summary>
    public static ClaimsPrincipal Of(Account account, ImmutableArray<string> scopes)
    {
        var identity = Start(account.Id.ToString(), account.DisplayName, account.Roles, account.Organisation);
        identity.SetClaim(Claims.Email, account.Email);
        identity.SetClaim(Stamp, account.SecurityStamp);
        identity.SetClaim(ClaimNames.AccountVersion, account.Version);
        return Finish(identity, scopes);
    }

    /// <summary>Claims of an organisation's program.</summary>
    public static ClaimsPrincipal Of(Integration integration, ImmutableArray<string> scopes)
    {
        var organisation = integration.Organisation!;
        // The kind's first role: an integration acts as an ordinary member, never as an administrator.
        var role = OrganisationKinds.RolesOf(organisation.Kind)[0];
        return Finish(Start(integration.Id.ToString(), integration.Name, [role], organisation), scopes);
    }

    /// <summary>Claims of the installation's own services.</summary>
    public static ClaimsPrincipal OfServices(ImmutableArray<string> scopes) =>
        Finish(Start(ServiceTokens.ClientId, ServiceTokens.ClientId, [Policies.Service], null), scopes);

    private static ClaimsIdentity Start(string subject, string name, IEnumerable<string> roles, Organisation? organisation)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject)
            .SetClaim(Claims.Name, name)
            .SetClaims(Claims.Role, [.. roles]);
        if (organisation is not null)
        {
            identity.SetClaim(ClaimNames.Organisation, organisation.Id.ToString())
                .SetClaim(ClaimNames.OrganisationName, organisation.Name)
                .SetClaim(ClaimNames.OrganisationKind, organisation.Kind.ToString().ToLowerInvariant());
        }

        return identity.SetClaim(ClaimNames.Verified, organisation?.IsApproved == true ? "true" : "false");
    }

    private static ClaimsPrincipal Finish(ClaimsIdentity identity, ImmutableArray<string> scopes)
    {
        identity.SetScopes(scopes);
        identity.SetResources(TokenServer.Audience);
        identity.SetDestinations(claim => claim.Type switch
        {
            Stamp => [],
            ClaimNames.AccountVersion => [Destinations.AccessToken],
            _ => [Destinations.AccessToken, Destinations.IdentityToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
