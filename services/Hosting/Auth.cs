using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Matchmaking.Hosting;

/// <summary>Names of the authorization policies; each endpoint states one, or that it is open to all.</summary>
public static class Policies
{
    /// <summary>Anybody with an account.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Member of an organisation the bureau has approved, or the bureau itself.</summary>
    public const string Member = "member";

    /// <summary>Officer of the bureau.</summary>
    public const string Organizer = "organizer";

    /// <summary>Technical operator.</summary>
    public const string Operator = "operator";

    /// <summary>Administrator of an approved organisation.</summary>
    public const string OrganisationAdmin = "org-admin";

    /// <summary>Another service of this installation, with client credentials of its own.</summary>
    public const string Service = "service";
}

internal static class AuthExtensions
{
    public const string Audience = "matchmaking";
    private const string DefaultScheme = "default";

    public static void AddAuth(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddAntiforgery();
        builder.Services.AddAuthentication(DefaultScheme)
            .AddPolicyScheme(DefaultScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api")
                    ? JwtBearerDefaults.AuthenticationScheme
                    : context.RequestServices.GetRequiredService<IOptions<PageScheme>>().Value.Name ?? JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
        {
            // The keys are fetched at the first request, not at start: in one process Identity is this very host.
            options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                new Uri(configuration.ServiceUrl(ServiceNames.Identity), "/.well-known/openid-configuration").ToString(),
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever { RequireHttps = false });
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidIssuers = [configuration.PublicUrl(), configuration.PublicUrl() + "/"];
            options.TokenValidationParameters.ValidAudience = Audience;
            options.TokenValidationParameters.NameClaimType = "name";
            options.TokenValidationParameters.RoleClaimType = "role";
            options.TokenValidationParameters.ValidTypes = ["at+jwt"];
            options.Events = new JwtBearerEvents { OnTokenValidated = EndedAccounts.RefuseAsync };
        });
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, p => p.RequireAuthenticatedUser())
            .AddPolicy(Policies.Member, p => p.RequireAuthenticatedUser().RequireClaim(ClaimNames.Verified, "true"))
            .AddPolicy(Policies.Organizer, p => p.RequireRole(Roles.Organizer))
            .AddPolicy(Policies.Service, p => p.RequireRole(Policies.Service))
            .AddPolicy(Policies.Operator, p => p.RequireRole(Roles.Operator))
            .AddPolicy(Policies.OrganisationAdmin, p => p.RequireRole(Roles.OrganisationAdmin).RequireClaim(ClaimNames.Verified, "true"));
    }
}
