using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>
/// Mails a link to reset a forgotten password, and sets the new one. Whoever knew the old one is out: sessions, access
/// tokens and what the account gave out of late.
/// </summary>
internal static class PasswordReset
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/password-resets", AskAsync)
            .WithName("identity.forgot-password")
            .WithSummary("Mail a link to reset the password")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
        api.MapPost("/password-resets/complete", CompleteAsync)
            .WithName("identity.reset-password")
            .WithSummary("Set a new password with the mailed link")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
    }

    private static async Task<Accepted<MailSent>> AskAsync(
        AskForMail request, HttpContext http, IdentityDbContext db, UserManager<Account> accounts, Mails mails, TimeProvider time,
        CancellationToken cancellation)
    {
        await EvenTime.RunAsync(time, async () =>
        {
            if (await accounts.FindByEmailAsync(request.Email?.Trim() ?? "") is { Active: true } account)
            {
                await mails.ResetPasswordAsync(account);
                await db.SaveChangesAsync(cancellation);
            }
        }, cancellation);
        return TypedResults.Accepted((string?)null, MailTexts.ResetSent(http.Language()));
    }

    private static async Task<NoContent> CompleteAsync(
        ResetPassword request, IdentityDbContext db, UserManager<Account> accounts, AccountAccess access, Mails mails, Ledger ledger,
        CancellationToken cancellation)
    {
        var account = await db.Users.Include(a => a.Organisation).SingleOrDefaultAsync(a => a.Id == request.Account, cancellation);
        // The link first: a remark about the password would tell that there is such an account.
        if (account is not { Active: true }
            || Mails.Decode(request.Token) is not { } token
            || !await accounts.VerifyUserTokenAsync(
                account, accounts.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token))
        {
            throw EmailConfirmation.InvalidLink();
        }

        Passwords.Check("password", request.Password, account);
        (await accounts.ResetPasswordAsync(account, token, request.Password)).ThrowIfFailed();

        // The link came to the mailbox, so it proves the address as well, and the guessing is over.
        account.EmailConfirmed = true;
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        ledger.Audit(Ledger.ActorOf(account), AuditVerbs.AccountReset, account);
        ledger.Changed(account, endsTokens: true);
        await access.EndAsync(account, cancellation);
        await access.RevokeRecentAsync(account, cancellation);
        mails.PasswordChanged(account, await access.LeftAsync(account, cancellation));
        await db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
