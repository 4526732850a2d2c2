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
            await db.SaveChangesAsync(cancellation);
        }
    }
}

internal static class EndedAccounts
{
    /// <summary>
    /// Makes a visitor of who comes with the token of an ended account, before any policy looks: what is open to all stays
    /// open, all else answers 401. Asks the database of the service that is called.
    /// </summary>
    public static async Task RefuseAsync(TokenValidatedContext context)
    {
        var http = context.HttpContext;
        var service = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointGroupNameMetadata>()?.EndpointGroupName;
        var module = http.RequestServices.GetRequiredService<HostedModules>().All.FirstOrDefault(m => m.Name == service);
        // Identity's own context is another one: it asks its accounts themselves.
        if (module?.DbContext is { } type && Guid.TryParse(context.Principal?.FindFirst("sub")?.Value, out var account)
            && http.RequestServices.GetRequiredService(type) is ServiceDbContext db
            && await db.Set<KnownAccount>().AnyAsync(a => a.Id == account && a.Ended, http.RequestAborted))
        {
            context.Fail("The account has ended.");
        }
    }
}
