using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Invitations;

/// <summary>An invited person reads the invitation and accepts it.</summary>
internal static class AnswerInvitation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/invitations/by-token", ShowAsync)
            .WithName("identity.invitation")
            .WithSummary("The invitation behind a mailed link")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
        api.MapPost("/invitations/accept", AcceptAsync)
            .WithName("identity.accept-invitation")
            .WithSummary("Accept an invitation and create the account")
            .RequireRateLimiting(RateLimits.Sensitive)
            .AllowAnonymous();
    }

    private static async Task<Ok<InvitationView>> ShowAsync(
        string token, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var invitation = await FindAsync(db, token, ledger.Now, cancellation);
        return TypedResults.Ok(new InvitationView(
            invitation.Organisation!.Name, invitation.Email, invitation.Name, [.. invitation.Roles], invitation.ExpiresAt));
    }

    private static async Task<Ok<AccountCreated>> AcceptAsync(
        AcceptInvitation request, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger, CancellationToken cancellation)
    {
        var invitation = await FindAsync(db, request.Token, ledger.Now, cancellation);
        var name = FormChecks.Clean(request.Name);
        if (FormChecks.PersonNameFault(name) is { } wrong)
        {
            throw ProblemException.Invalid([new FieldFault("name", wrong)]);
        }

        Passwords.Check("password", request.Password, invitation.Email, name, invitation.Organisation!.Name, invitation.Organisation.ShortName);
        if (await accounts.FindByEmailAsync(invitation.Email) is not null)
        {
            // No secret to who holds the mailed link.
            throw ProblemException.Rule("account-exists", "该邮箱已有账号，请直接登录；如需更换单位，请联系平台管理员", "This address has an account already. Sign in, or ask the operator to change your organisation");
        }

        var account = Account.Create(
            Guid.CreateVersion7(), name!, invitation.Email, request.Language, invitation.OrganisationId, invitation.Roles, ledger.Now);
        account.EmailConfirmed = true;
        (await accounts.CreateAsync(account, request.Password)).ThrowIfFailed();
        invitation.AcceptedAt = ledger.Now;
        invitation.Stamp = Guid.NewGuid();
        ledger.Audit(Ledger.ActorOf(account), AuditVerbs.InvitationAccept, account, null, string.Join(", ", account.Roles));
        ledger.Changed(account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new AccountCreated(invitation.Email));
    }

    private static async Task<Invitation> FindAsync(IdentityDbContext db, string? token, DateTime now, CancellationToken cancellation)
    {
        var hash = Invitation.Hash(token ?? "");
        var invitation = await db.Invitations.Include(i => i.Organisation).SingleOrDefaultAsync(i => i.TokenHash == hash, cancellation);
        return invitation?.IsOpen(now) == true && invitation.Organisation!.IsApproved
            ? invitation
            : throw ProblemException.NotFound("邀请无效、已使用或已过期，请联系邀请人重新发送", "This invitation is not valid, was used, or is too old. Ask for a new one");
    }
}
