using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Me;

/// <summary>All personal data that Identity holds about the reader.</summary>
internal static class ExportMe
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me/export", HandleAsync)
        .WithName("identity.export-me")
        .WithSummary("All data held about the signed-in account")
        .RequireAuthorization(Policies.SignedIn);

    private static async Task<Ok<MyData>> HandleAsync(
        Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        var actions = await db.Audit.AsNoTracking()
            .Where(e => e.ActorId == account.Id || e.TargetId == account.Id)
            .OrderBy(e => e.Id)
            .ToListAsync(cancellation);
        ledger.Audit(actor, AuditVerbs.AccountExport, account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new MyData(
            account.Id, account.DisplayName, account.Email, account.EmailConfirmed, account.PhoneNumber, account.Language,
            [.. account.Roles], account.TwoFactorEnabled, account.CreatedAt, account.UpdatedAt, account.Organisation?.ToMine(),
            [.. actions.Select(e => ReadAudit.RowOf(e, actor.Language))]));
    }
}
