using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Matchmaking.Identity.Tokens;

/// <summary>The OpenIddict server: code with PKCE, refresh tokens, client credentials; signed access tokens.</summary>
internal static class TokenServer
{
    /// <summary>Who access tokens are for: every service of the installation.</summary>
    public const string Audience = "matchmaking";

    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(14);

    public static void AddTokenServer(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var publicUrl = builder.Configuration.PublicUrl();

        services.AddDataProtection().SetApplicationName("matchmaking");
        services.AddSingleton<DataProtectionKeys>();
        // Last word: the web app in the same process keeps its keys in files, which other replicas would not see.
        services.AddOptions<KeyManagementOptions>()
            .PostConfigure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);

        services.AddSingleton<TokenKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(s => s.GetRequiredService<TokenKeys>());
        services.AddHostedService(s => s.GetRequiredService<TokenKeys>());
        services.AddHostedService<Clients>();
        services.AddHostedService<TokenPruning>();
        services.AddScoped<AccessClaims>();
        services.AddScoped<Sessions>();
        services.AddScoped<IAccountStates, AccountStates>();
        services.AddSingleton<ClientGuard>();

        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDbContext>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetIssuer(new Uri(publicUrl));
                server.SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/endsession")
                    .SetRevocationEndpointUris("connect/revoke");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                    .AllowRefreshTokenFlow()
                    .AllowClientCredentialsFlow();
                server.RegisterScopes(Scopes.Profile, Scopes.Email, Scopes.Roles, Clients.ApiScope);
                server.SetAccessTokenLifetime(AccessTokenLifetime).SetRefreshTokenLifetime(RefreshTokenLifetime);
                server.DisableAccessTokenEncryption();
                // An answer by form post needs an inline script, which the portal's content security policy forbids.
                server.Configure(options => options.ResponseModes.Remove(ResponseModes.FormPost));
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
                server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler
                    .UseInlineHandler(context => KeepPublicAddresses(context, publicUrl))
                    .SetOrder(int.MaxValue - 1_000));
                ClientGuard.Add(server);
                // TLS ends at the proxy.
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .DisableTransportSecurityRequirement();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<TimeProvider>((options, time) => options.TimeProvider = time);
    }

    public static void MapTokenServer(this WebApplication app)
    {
        AuthorizeEndpoint.Map(app);
        TokenEndpoint.Map(app);
        EndSessionEndpoint.Map(app);
    }

    /// <summary>
    /// Other services read the discovery document under Identity's internal address. Browsers are sent where they can
    /// go, the public address; what programs call stays under the address at which they asked.
    /// </summary>
    private static ValueTask KeepPublicAddresses(HandleConfigurationRequestContext context, string publicUrl)
    {
        var address = new Uri(publicUrl);
        context.Issuer = address;
        context.AuthorizationEndpoint = new Uri(address, context.AuthorizationEndpoint!.PathAndQuery);
        context.EndSessionEndpoint = new Uri(address, context.EndSessionEndpoint!.PathAndQuery);
        if (string.Equals(context.Transaction.GetHttpRequest()?.Host.Host, address.Host, StringComparison.OrdinalIgnoreCase))
        {
            // Asked through the proxy, where this process sees http but the outside has https and another port.
            context.TokenEndpoint = new Uri(address, context.TokenEndpoint!.PathAndQuery);
            context.RevocationEndpoint = new Uri(address, context.RevocationEndpoint!.PathAndQuery);
            context.JsonWebKeySetEndpoint = new Uri(address, context.JsonWebKeySetEndpoint!.PathAndQuery);
        }

        return ValueTask.CompletedTask;
    }
}
