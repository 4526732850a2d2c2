using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.SignIn;

/// <summary>
/// Counts wrong passwords and codes, locks the account after too many, and mails its owner about that. Where the account is
/// known, only that place is counted and locked: others' guesses do not keep its holder out.
/// </summary>
internal sealed class FailedSignIns(IdentityDbContext db, UserManager<Account> accounts, Places places, Ledger ledger, Mails mails)
{
    private const int Tries = 20;

    /// <summary>Whether no password of the account is tried for now where the request comes from.</summary>
    public async Task<bool> IsLockedAsync(Account account, CancellationToken cancellation) =>
        await places.IsKnownAsync(account.Id, cancellation)
            ? await places.IsLockedAsync(account.Id, cancellation)
            : await accounts.IsLockedOutAsync(account);

    /// <summary>Ends the count after a full sign-in and makes the browser known, at once: failures counted meanwhile are no conflict.</summary>
    public async Task SucceededAsync(Account account, CancellationToken cancellation)
    {
        if (!await places.IsKnownAsync(account.Id, cancellation))
        {
            await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, 0), cancellation);
        }

        await places.RememberAsync(account.Id, cancellation);
    }

    /// <summary>Counts one failure and saves it.</summary>
    /// <returns>Whether the account, or the place where it is known, is locked now.</returns>
    public async Task<bool> CountAsync(Account account, CancellationToken cancellation)
    {
        if (await places.IsKnownAsync(account.Id, cancellation))
        {
            return await places.CountAsync(
                account.Id, accounts.Options.Lockout.MaxFailedAccessAttempts, accounts.Options.Lockout.DefaultLockoutTimeSpan, cancellation);
        }

        // Guesses sent at once must count one by one, or the lock-out could be outrun.
        for (var left = Tries; ; left--)
        {
            await accounts.AccessFailedAsync(account);
            var locked = await accounts.IsLockedOutAsync(account);
            if (locked)
            {
                ledger.Audit(Ledger.ActorOf(account), AuditVerbs.LockedOut, account);
                mails.Locked(account);
            }

            try
            {
                await db.SaveChangesAsync(cancellation);
                return locked;
            }
            catch (DbUpdateConcurrencyException) when (left > 0)
            {
                db.ChangeTracker.Clear();
                account = await db.Users.SingleAsync(a => a.Id == account.Id, cancellation);
                if (await accounts.IsLockedOutAsync(account))
                {
                    return true;
                }
            }
        }
    }
}
