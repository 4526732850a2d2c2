using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matchmaking.Testing;

/// <summary>
/// Access tokens for tests of a single service: a host that <see cref="Accept"/>s them needs no Identity. They look as
/// Identity's do.
/// </summary>
public static class TestTokens
{
    private const string Issuer = "https://tokens.test";
    private const string Audience = "matchmaking";

    // Known to everybody, and accepted by no host that has not called Accept.
    private static readonly SymmetricSecurityKey Key = new("a key that only the hosts of tests accept"u8.ToArray());

    /// <summary>Makes the host accept these tokens, and no others; pass it to <c>ModuleHost.Build</c>.</summary>
    public static void Accept(WebApplicationBuilder builder) =>
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.ConfigurationManager = null;
            options.TokenValidationParameters.ValidIssuers = [Issuer];
            options.TokenValidationParameters.IssuerSigningKey = Key;
        });

    /// <summary>Makes the host accept these tokens besides those of its own Identity.</summary>
    public static void AcceptToo(WebApplicationBuilder builder) =>
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.TokenValidationParameters.ValidIssuers = [.. options.TokenValidationParameters.ValidIssuers ?? [], Issuer];
            options.TokenValidationParameters.IssuerSigningKeys = [Key];
        });

    /// <summary>A person's token.</summary>
    /// <param name="account">Its <c>sub</c>.</param>
    /// <param name="roles">Roles as in <see cref="Roles"/>.</param>
    /// <param name="organisation">The person's organisation.</param>
    /// <param name="verified">The bureau has approved the organisation.</param>
    /// <param name="version">The account's version when the token was issued; newer than any change unless given.</param>
    public static string Of(
        Guid account, IEnumerable<string> roles, Guid? organisation = null, OrganisationKind kind = OrganisationKind.Enterprise,
        string organisationName = "测试单位", string name = "测试用户", string? email = null, bool verified = true,
        long version = long.MaxValue)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = account.ToString(),
            ["name"] = name,
            ["role"] = roles.ToArray(),
            [ClaimNames.Verified] = verified ? "true" : "false",
            [ClaimNames.AccountVersion] = version,
        };
        if (email is not null)
        {
            claims["email"] = email;
        }

        if (organisation is { } id)
        {
            claims[ClaimNames.Organisation] = id.ToString();
            claims[ClaimNames.OrganisationName] = organisationName;
            claims[ClaimNames.OrganisationKind] = kind.ToString().ToLowerInvariant();
        }

        return Sign(claims);
    }

    /// <summary>A token of another service, for change feeds.</summary>
    public static string OfService() => Sign(new Dictionary<string, object>
    {
        ["sub"] = ServiceTokens.ClientId,
        ["name"] = ServiceTokens.ClientId,
        ["role"] = new[] { Policies.Service },
    });

    private static string Sign(Dictionary<string, object> claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = Issuer,
            Audience = Audience,
            Claims = claims,
            NotBefore = now.AddMinutes(-1),
            IssuedAt = now,
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
    }
}
