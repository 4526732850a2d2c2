using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Pending = Matchmaking.Identity.Domain.Registration;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>
/// Makes organisation and account of a registration once the mailed link proves the address; the password is set here, by
/// whoever holds the mail. Also mails the link again.
/// </summary>
internal static class EmailConfirmation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/registrations/by-token", ShowAsync)
            .WithName("identity.pending-registrations")
            .WithSummary("The registrations that wait for the address behind a mailed link, newest first")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
        api.MapPost("/email-confirmations", ConfirmAsync)
            .WithName("identity.confirm-email")
            .WithSummary("Confirm an e-mail address with the mailed link and set the password")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
        api.MapPost("/email-confirmations/resend", ResendAsync)
            .WithName("identity.resend-confirmation")
            .WithSummary("Mail the confirmation link again")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
    }

    private static async Task<Ok<IReadOnlyList<PendingRegistration>>> ShowAsync(
        string token, Registrations registrations, CancellationToken cancellation) =>
        TypedResults.Ok<IReadOnlyList<PendingRegistration>>(
            [.. (await registrations.OfLinkAsync(token, cancellation)).Select(r => r.ToPending())]);

    private static async Task<NoContent> ConfirmAsync(
        ConfirmEmail request, Registrations registrations, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger,
        CancellationToken cancellation)
    {
        var waiting = await registrations.OfLinkAsync(request.Token, cancellation);
        var registration = waiting.SingleOrDefault(r => r.Id == request.Account) ?? throw InvalidLink();
        Passwords.Check("password", request.Password, registration.Email, registration.Name, registration.Form.Name, registration.Form.ShortName);
        // No secrets to who holds the mailed link.
        if (await accounts.FindByEmailAsync(registration.Email) is not null)
        {
            throw ExistsAlready();
        }

        await CreditCodes.RefuseTakenAsync(db, registration.Form.CreditCode, except: null, cancellation);
        await CreateAsync(registration, request.Password, db, accounts, ledger);
        db.Registrations.RemoveRange(waiting);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // A twin was faster: the indexes decide over the address and over the credit code.
            db.ChangeTracker.Clear();
            await CreditCodes.RefuseTakenAsync(db, registration.Form.CreditCode, except: null, cancellation);
            throw ExistsAlready();
        }

        return TypedResults.NoContent();
    }

    private static async Task CreateAsync(
        Pending registration, string password, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger)
    {
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(),
            Kind = registration.Kind,
            Name = registration.Form.Name,
            CreatedAt = ledger.Now,
        };
        organisation.Apply(registration.Form);
        db.Organisations.Add(organisation);
        var account = Account.Create(
            registration.Id, registration.Name, registration.Email, registration.Language, organisation.Id,
            [OrganisationKinds.RolesOf(registration.Kind)[0], Roles.OrganisationAdmin], ledger.Now);
        account.PhoneNumber = registration.Phone;
        account.EmailConfirmed = true;
        (await accounts.CreateAsync(account, password)).ThrowIfFailed();
        var actor = Ledger.ActorOf(account);
        ledger.Audit(actor, AuditVerbs.OrganisationRegister, organisation, null, nameof(OrganisationStatus.Pending));
        ledger.Audit(actor, AuditVerbs.AccountCreate, account, null, string.Join(", ", account.Roles));
        ledger.Audit(actor, AuditVerbs.AccountConfirm, account);
        ledger.Changed(organisation);
        ledger.Changed(account);
    }

    private static async Task<Accepted<MailSent>> ResendAsync(
        AskForMail request, HttpContext http, Registrations registrations, IdentityDbContext db, UserManager<Account> accounts, Mails mails,
        TimeProvider time, CancellationToken cancellation)
    {
        await EvenTime.RunAsync(time, async () =>
        {
            var email = request.Email?.Trim() ?? "";
            if (await accounts.FindByEmailAsync(email) is { } account)
            {
                // From before passwords were set by mail: the address is confirmed together with a new one.
                if (account is { Active: true, EmailConfirmed: false })
                {
                    await mails.ResetPasswordAsync(account);
                }
            }
            else if (await registrations.RenewAsync(email, cancellation) is { } registration)
            {
                mails.ConfirmEmail(registration, registrations.TokenOf(registration));
            }

            await db.SaveChangesAsync(cancellation);
        }, cancellation);
        return TypedResults.Accepted((string?)null, MailTexts.ConfirmationSent(http.Language()));
    }

    /// <summary>The same for an unknown account, an old link and a mutilated one.</summary>
    public static ProblemException InvalidLink() => ProblemException.BadRequest(
        "link-invalid", "链接无效或已过期，请重新获取邮件", "This link is not valid or too old. Ask for a new mail");

    private static ProblemException ExistsAlready() => ProblemException.Rule(
        "account-exists", "该邮箱已有账号，请直接登录；忘记密码可以重设", "This address has an account already. Sign in, or reset the password");
}
