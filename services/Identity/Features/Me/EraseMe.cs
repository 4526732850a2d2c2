using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Erases the own account: an empty shell stays, so that history keeps its references without a person behind them.</summary>
internal static class EraseMe
{
    /// <summary>What stands where the name of an erased person stood.</summary>
    public const string Nobody = "已注销用户";

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/me/erase", HandleAsync)
        .WithName("identity.erase-me")
        .WithMetadata(new NotReplayed())
        .WithSummary("Erase the own account")
        .RequireRateLimiting(RateLimits.Sensitive)
        .RequireAuthorization(Policies.SignedIn);

    private static async Task<NoContent> HandleAsync(
        ConfirmWithPassword request, Actor actor, Caller caller, PasswordProof proof, IdentityDbContext db, Ledger ledger,
        CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        await proof.RequireAsync(account, request.Password, "password", cancellation);
        if (account is { IsActiveAdmin: true, Organisation: { } organisation })
        {
            await LastAdministrator.KeepAsync(
                db, organisation, account.Id, "您是本单位唯一的管理员，请先将管理员角色交给同事再注销账号",
                "You are the only administrator of your organisation. Give that role to a colleague first", cancellation);
        }

        ledger.Audit(actor, AuditVerbs.AccountErase, account);
        var email = account.Email;
        await BlotOutAsync(account, email, db, cancellation);
        Empty(account, ledger.Now);
        ledger.Changed(account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task BlotOutAsync(Account account, string? email, IdentityDbContext db, CancellationToken cancellation)
    {
        await db.Audit.Where(e => e.ActorId == account.Id || e.TargetId == account.Id).LoadAsync(cancellation);
        foreach (var entry in db.Audit.Local)
        {
            entry.ActorName = entry.ActorId == account.Id ? Nobody : entry.ActorName;
            entry.TargetName = entry.TargetId == account.Id ? Nobody : entry.TargetName;
        }

        await db.Invitations.Where(i => i.Email == email).LoadAsync(cancellation);
        foreach (var invitation in db.Invitations.Local)
        {
            invitation.Email = "";
            invitation.Name = Nobody;
        }

        db.Places.RemoveRange(db.Places.Where(p => p.AccountId == account.Id));
        db.UserTokens.RemoveRange(db.UserTokens.Where(t => t.UserId == account.Id));
    }

    private static void Empty(Account account, DateTime now)
    {
        account.UserName = $"erased-{account.Id:N}";
        account.NormalizedUserName = account.UserName.ToUpperInvariant();
        account.Email = null;
        account.NormalizedEmail = null;
        account.EmailConfirmed = false;
        account.PhoneNumber = null;
        account.PasswordHash = null;
        account.TwoFactorEnabled = false;
        account.SecurityStamp = Guid.NewGuid().ToString();
        account.DisplayName = Nobody;
        account.OrganisationId = null;
        account.Organisation = null;
        account.Roles = [];
        account.Active = false;
        account.ErasedAt = now;
    }
}
