using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Operations;

/// <summary>The operator's care of accounts.</summary>
internal static class ManageAccounts
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts", ListAsync)
            .WithName("identity.accounts")
            .WithSummary("All accounts by words of name, address or organisation")
            .RequireAuthorization(Policies.Operator);
        api.MapPost("/accounts/{id:guid}/lock", LockAsync)
            .WithName("identity.lock-account")
            .WithSummary("Lock an account; its sessions end")
            .RequireAuthorization(Policies.Operator);
        api.MapPost("/accounts/{id:guid}/unlock", UnlockAsync)
            .WithName("identity.unlock-account")
            .WithSummary("Lift the operator's lock and the lock after failed sign-ins")
            .RequireAuthorization(Policies.Operator);
    }

    private static async Task<Ok<Page<AccountRow>>> ListAsync(
        PageQuery page, IdentityDbContext db, CancellationToken cancellation, string? q = null, bool? active = null, Guid? organisation = null)
    {
        var words = FormChecks.Clean(q);
        var address = words?.ToUpperInvariant();
        var rows = db.Users.AsNoTracking().Include(a => a.Organisation)
            .Where(a => active == null || a.Active == active)
            .Where(a => organisation == null || a.OrganisationId == organisation)
            .Where(a => words == null || a.DisplayName.Contains(words) || a.NormalizedEmail!.Contains(address!) || a.Organisation!.Name.Contains(words))
            .OrderByDescending(a => a.CreatedAt).ThenBy(a => a.Id);
        var found = await page.RunAsync(rows, cancellation);
        return TypedResults.Ok(new Page<AccountRow>([.. found.Items.Select(RowOf)], found.Total, found.Number, found.Size));
    }

    private static async Task<Ok<AccountRow>> LockAsync(
        Guid id, LockAccount request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        await caller.RequireAsync(actor, Roles.Operator, cancellation);
        var reason = FormChecks.Reason(request.Reason);
        var account = await FindAsync(db, id, cancellation);
        if (account.Id == actor.AccountId)
        {
            throw ProblemException.Rule("own-account", "不能停用自己的账号", "You cannot lock your own account");
        }

        account.Active = false;
        account.BarredReason = reason;
        account.SecurityStamp = Guid.NewGuid().ToString();
        ledger.Audit(actor, AuditVerbs.AccountLock, account, "active", reason);
        ledger.Changed(account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(RowOf(account));
    }

    private static async Task<Ok<AccountRow>> UnlockAsync(
        Guid id, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        await caller.RequireAsync(actor, Roles.Operator, cancellation);
        var account = await FindAsync(db, id, cancellation);
        ledger.Audit(actor, AuditVerbs.AccountUnlock, account, account.BarredReason, "active");
        // What the organisation's administrator ended stays ended.
        account.Active |= account.BarredReason is not null;
        account.BarredReason = null;
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        ledger.Changed(account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(RowOf(account));
    }

    private static async Task<Account> FindAsync(IdentityDbContext db, Guid id, CancellationToken cancellation) =>
        await db.Users.Include(a => a.Organisation).SingleOrDefaultAsync(a => a.Id == id && a.ErasedAt == null, cancellation)
        ?? throw ProblemException.NotFound("没有找到这个账号", "There is no such account");

    private static AccountRow RowOf(Account account) => new(
        account.Id, account.DisplayName, account.Email, account.OrganisationId, account.Organisation?.Name, [.. account.Roles],
        account.Active, account.EmailConfirmed, account.TwoFactorEnabled, account.LockoutEnd?.UtcDateTime, account.CreatedAt, account.Version);
}
