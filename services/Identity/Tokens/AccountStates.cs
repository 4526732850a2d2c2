using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Tokens;

/// <summary>Whether a token still opens something, from the accounts themselves.</summary>
internal sealed class AccountStates(IdentityDbContext db) : IAccountStates
{
    public async Task<bool> RefusesAsync(Guid subject, long version, CancellationToken cancellation) =>
        await db.Users.AnyAsync(a => a.Id == subject && (!a.Active || a.TokensFrom > version), cancellation)
        || await db.Integrations.AnyAsync(i => i.Id == subject && i.RevokedAt != null, cancellation);
}
