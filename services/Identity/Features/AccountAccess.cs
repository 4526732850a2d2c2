using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Matchmaking.Identity.Features;

/// <summary>What gives access in an account's name beside its password: sessions, client credentials, invitations.</summary>
internal sealed class AccountAccess(
    IdentityDbContext db, IOpenIddictAuthorizationManager authorizations, IOpenIddictTokenManager tokens, Ledger ledger)
{
    /// <summary>
    /// What was made this long before a reset may be the work of whoever knew the password. Older credentials stay, and are
    /// named to the holder: programs that an organisation lives on must not stop because somebody forgot a password.
    /// </summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    private const int MostListed = 50;

    /// <summary>Ends all sessions and forgets the places where the account is known.</summary>
    public async Task EndAsync(Account account, CancellationToken cancellation)
    {
        var subject = account.Id.ToString();
        await authorizations.RevokeBySubjectAsync(subject, cancellation);
        await tokens.RevokeBySubjectAsync(subject, cancellation);
        db.Places.RemoveRange(await db.Places.Where(p => p.AccountId == account.Id).ToListAsync(cancellation));
    }

    /// <summary>Revokes the credentials and open invitations that the account made of late; the caller saves.</summary>
    public async Task RevokeRecentAsync(Account account, CancellationToken cancellation)
    {
        var (now, since) = (ledger.Now, ledger.Now - Recent);
        var actor = Ledger.ActorOf(account);
        foreach (var integration in await db.Integrations
            .Where(i => i.CreatedById == account.Id && i.RevokedAt == null && i.CreatedAt > since).ToListAsync(cancellation))
        {
            ledger.Revoke(integration, actor);
        }

        foreach (var invitation in await db.Invitations.Include(i => i.Organisation)
            .Where(i => i.InvitedById == account.Id && i.RevokedAt == null && i.AcceptedAt == null && i.ExpiresAt > now && i.CreatedAt > since)
            .ToListAsync(cancellation))
        {
            ledger.Revoke(invitation, invitation.Organisation!, actor);
        }
    }

    /// <summary>Credentials and invitations that the account made and that still work, a line each in its language.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync(Account account, CancellationToken cancellation)
    {
        var now = ledger.Now;
        // Through the change tracker: what was revoked just now is not saved yet.
        var integrations = (await db.Integrations.Where(i => i.CreatedById == account.Id && i.RevokedAt == null)
            .OrderBy(i => i.CreatedAt).Take(MostListed).ToListAsync(cancellation)).Where(i => i.RevokedAt is null);
        var invitations = (await db.Invitations
            .Where(i => i.InvitedById == account.Id && i.RevokedAt == null && i.AcceptedAt == null && i.ExpiresAt > now)
            .OrderBy(i => i.CreatedAt).Take(MostListed).ToListAsync(cancellation)).Where(i => i.RevokedAt is null);
        return
        [
            .. integrations.Select(i => Line(new("接口凭证", "Client credentials"), i.Name, i.CreatedAt)),
            .. invitations.Select(i => Line(new("邀请", "Invitation"), i.Email, i.CreatedAt)),
        ];

        string Line(LocalText what, string name, DateTime at) =>
            $"{what.In(account.Language)} {name} ({at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})";
    }
}
