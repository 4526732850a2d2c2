using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>Confirms an e-mail address by the mailed link, and mails the link again.</summary>
internal static class EmailConfirmation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/email-confirmations", ConfirmAsync)
            .WithName("identity.confirm-email")
            .WithSummary("Confirm an e-mail address with the mailed link")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
        api.MapPost("/email-confirmations/resend", ResendAsync)
            .WithName("identity.resend-confirmation")
            .WithSummary("Mail the confirmation link again")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
    }

    private static async Task<NoContent> ConfirmAsync(
        ConfirmEmail request, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger, CancellationToken cancellation)
    {
        var account = await accounts.FindByIdAsync(request.Account.ToString());
        if (account is not { Active: true }
            || Mails.Decode(request.Token) is not { } token
            || !await accounts.VerifyUserTokenAsync(
                account, accounts.Options.Tokens.EmailConfirmationTokenProvider, UserManager<Account>.ConfirmEmailTokenPurpose, token))
        {
            throw InvalidLink();
        }

        if (!account.EmailConfirmed)
        {
            account.EmailConfirmed = true;
            ledger.Audit(Ledger.ActorOf(account), AuditVerbs.AccountConfirm, account);
            ledger.Changed(account);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Accepted<MailSent>> ResendAsync(
        AskForMail request, HttpContext http, IdentityDbContext db, UserManager<Account> accounts, Mails mails, TimeProvider time,
        CancellationToken cancellation)
    {
        await EvenTime.RunAsync(time, async () =>
        {
            if (await accounts.FindByEmailAsync(request.Email?.Trim() ?? "") is { Active: true, EmailConfirmed: false } account)
            {
                await mails.ConfirmEmailAsync(account);
                await db.SaveChangesAsync(cancellation);
            }
        }, cancellation);
        return TypedResults.Accepted((string?)null, MailTexts.ConfirmationSent(http.Language()));
    }

    /// <summary>The same for an unknown account, an old link and a mutilated one.</summary>
    public static ProblemException InvalidLink() => ProblemException.BadRequest(
        "link-invalid", "链接无效或已过期，请重新获取邮件", "This link is not valid or too old. Ask for a new mail");
}
