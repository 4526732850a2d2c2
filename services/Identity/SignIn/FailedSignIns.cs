using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.SignIn;

/// <summary>Counts wrong passwords and codes, locks the account after too many, and mails its owner about that.</summary>
internal sealed class FailedSignIns(IdentityDbContext db, UserManager<Account> accounts, Ledger ledger, Mails mails)
{
    private const int Tries = 20;

    /// <summary>Counts one failure and saves it.</summary>
    /// <returns>Whether the account is locked now.</returns>
    public async Task<bool> CountAsync(Account account, CancellationToken cancellation)
    {
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
