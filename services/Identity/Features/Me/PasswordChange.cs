using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Changes the own password. All sessions and access tokens end, this one too.</summary>
internal static class PasswordChange
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/me/password", HandleAsync)
        .WithName("identity.change-password")
        .WithMetadata(new NotReplayed())
        .WithSummary("Change the own password")
        .RequireRateLimiting(RateLimits.Sensitive)
        .RequireAuthorization(Policies.SignedIn);

    private static async Task<NoContent> HandleAsync(
        ChangePassword request, Actor actor, Caller caller, PasswordProof proof, IdentityDbContext db, UserManager<Account> accounts,
        AccountAccess access, Mails mails, Ledger ledger, CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        await proof.RequireAsync(account, request.Current, "current", cancellation);
        Passwords.Check("new", request.New, account);
        (await accounts.ChangePasswordAsync(account, request.Current, request.New)).ThrowIfFailed();
        ledger.Audit(actor, AuditVerbs.AccountPassword, account);
        ledger.Changed(account, endsTokens: true);
        await access.EndAsync(account, cancellation);
        mails.PasswordChanged(account, await access.LeftAsync(account, cancellation));
        await db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
