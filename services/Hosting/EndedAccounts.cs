using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Matchmaking.Hosting;

/// <summary>What every service knows of an account, from its facts.</summary>
public sealed class KnownAccount : ICopy
{
    public required Guid Id { get; init; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>Locked, deactivated or erased: a token that is still valid opens nothing.</summary>
    public bool Ended { get; set; }

    /// <summary>Tokens issued at an earlier version open nothing either.</summary>
    public long TokensFrom { get; set; }
}

internal sealed class KnownAccountConfiguration : IEntityTypeConfiguration<KnownAccount>
{
    public void Configure(EntityTypeBuilder<KnownAccount> builder) => builder.ToTable("accounts");
}

/// <summary>Keeps which accounts have ended; each service but Identity binds it.</summary>
public sealed class AccountEndings<TDb>(TDb db) : ICopyHandler<AccountChanged>
    where TDb : ServiceDbContext
{
    public async Task HandleAsync(AccountChanged fact, FactContext context, CancellationToken cancellation)
    {
        if (await db.TakeAsync(new KnownAccount { Id = fact.Id }, fact, context, cancellation) is { } row)
        {
            row.Ended = !fact.Account.Active;
            row.TokensFrom = fact.Account.TokensFrom;
            await db.SaveChangesAsync(cancellation);
        }
    }
}

/// <summary>Identity's own view of accounts, which no fact has to bring.</summary>
public interface IAccountStates
{
    /// <summary>Whether a token opens nothing any more.</summary>
    /// <param name="subject">The account, or the program.</param>
    /// <param name="version">The account's version when the token was issued.</param>
    Task<bool> RefusesAsync(Guid subject, long version, CancellationToken cancellation);
}

internal static class EndedAccounts
{
    /// <summary>
    /// Makes a visitor of who comes with the token of an ended account, or with one from before the password or the roles
    /// changed, before any policy looks: what is open to all stays open, all else answers 401. Asks the database of the
    /// service that is called.
    /// </summary>
    public static async Task RefuseAsync(TokenValidatedContext context)
    {
        var http = context.HttpContext;
        if (http.IsFromOutside() && context.Principal?.IsInRole(Policies.Service) == true)
        {
            context.Fail("Tokens of services are of no use outside.");
            return;
        }

        var service = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointGroupNameMetadata>()?.EndpointGroupName;
        var module = http.RequestServices.GetRequiredService<HostedModules>().All.FirstOrDefault(m => m.Name == service);
        if (module?.DbContext is not { } type || !Guid.TryParse(context.Principal?.FindFirst("sub")?.Value, out var account))
        {
            return;
        }

        var version = long.TryParse(context.Principal.FindFirst(ClaimNames.AccountVersion)?.Value, out var issued) ? issued : 0;
        var refused = http.RequestServices.GetRequiredService(type) is ServiceDbContext db
            ? await db.Set<KnownAccount>().AnyAsync(a => a.Id == account && (a.Ended || a.TokensFrom > version), http.RequestAborted)
            : await http.RequestServices.GetRequiredService<IAccountStates>().RefusesAsync(account, version, http.RequestAborted);
        if (refused)
        {
            context.Fail("The account has ended, or the token is from before a change of its password or roles.");
        }
    }
}
