using Matchmaking.Hosting;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.Tokens;

/// <summary>Writes the installation's own clients at each start, so that they follow the settings.</summary>
internal sealed class Clients(IServiceScopeFactory scopes, IConfiguration configuration) : IHostedService
{
    /// <summary>The web app.</summary>
    public const string Web = "web";

    /// <summary>Swagger UI.</summary>
    public const string Swagger = "swagger";

    /// <summary>The scope of all APIs.</summary>
    public const string ApiScope = "api";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var url = configuration.PublicUrl();

        var web = ForPeople(Web, "Web app", $"{url}/signin-oidc");
        web.PostLogoutRedirectUris.Add(new Uri($"{url}/signout-callback-oidc"));
        web.Permissions.Add(Permissions.Endpoints.EndSession);
        web.Permissions.Add(Permissions.GrantTypes.RefreshToken);
        await WriteAsync(manager, web, cancellationToken);
        await WriteAsync(manager, ForPeople(Swagger, "Swagger UI", $"{url}/swagger/oauth2-redirect.html"), cancellationToken);

        if (configuration[ServiceTokens.SecretSetting] is { Length: > 0 } secret)
        {
            await WriteAsync(manager, ForPrograms(ServiceTokens.ClientId, "Calls between services", secret), cancellationToken);
        }
        else if (await manager.FindByClientIdAsync(ServiceTokens.ClientId, cancellationToken) is { } leftover)
        {
            // A secret that is no longer set must no longer open anything.
            await manager.DeleteAsync(leftover, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A client with credentials of its own and no user.</summary>
    public static OpenIddictApplicationDescriptor ForPrograms(string id, string name, string secret) => new()
    {
        ClientId = id,
        ClientSecret = secret,
        ClientType = ClientTypes.Confidential,
        DisplayName = name,
        Permissions =
        {
            Permissions.Endpoints.Token,
            Permissions.GrantTypes.ClientCredentials,
            Permissions.Prefixes.Scope + ApiScope,
        },
    };

    private static OpenIddictApplicationDescriptor ForPeople(string id, string name, string redirect) => new()
    {
        ClientId = id,
        ClientType = ClientTypes.Public,
        ConsentType = ConsentTypes.Implicit,
        DisplayName = name,
        RedirectUris = { new Uri(redirect) },
        Permissions =
        {
            Permissions.Endpoints.Authorization,
            Permissions.Endpoints.Token,
            Permissions.GrantTypes.AuthorizationCode,
            Permissions.ResponseTypes.Code,
            Permissions.Scopes.Profile,
            Permissions.Scopes.Email,
            Permissions.Scopes.Roles,
            Permissions.Prefixes.Scope + ApiScope,
        },
        Requirements = { Requirements.Features.ProofKeyForCodeExchange },
    };

    private static async Task WriteAsync(
        IOpenIddictApplicationManager manager, OpenIddictApplicationDescriptor wanted, CancellationToken cancellation)
    {
        try
        {
            if (await manager.FindByClientIdAsync(wanted.ClientId!, cancellation) is { } existing)
            {
                await manager.UpdateAsync(existing, wanted, cancellation);
            }
            else
            {
                await manager.CreateAsync(wanted, cancellation);
            }
        }
        catch (Exception e) when (e is OpenIddictExceptions.ConcurrencyException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            // Another replica starts at the same moment and writes the same.
            if (await manager.FindByClientIdAsync(wanted.ClientId!, cancellation) is null)
            {
                throw;
            }
        }
    }
}
