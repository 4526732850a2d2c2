using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matchmaking.Identity.Features.Members;

/// <summary>Ends a membership without losing its history, and renews it.</summary>
internal static class DeactivateMember
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/members/{id:guid}/deactivate", DeactivateAsync)
            .WithName("identity.deactivate-member")
            .WithSummary("Deactivate a member; the member's sessions end")
            .RequireAuthorization(Policies.OrganisationAdmin);
        api.MapPost("/members/{id:guid}/reactivate", ReactivateAsync)
            .WithName("identity.reactivate-member")
            .WithSummary("Let a deactivated member sign in again")
            .RequireAuthorization(Policies.OrganisationAdmin);
    }

    private static async Task<Ok<MemberRow>> DeactivateAsync(
        Guid id, ChangeMember request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var member = await OwnMembers.FindAsync(db, organisation, id, request.Version, cancellation);
        if (member.IsActiveAdmin)
        {
            await LastAdministrator.KeepAsync(db, organisation, member.Id, cancellation);
        }

        if (member.Active)
        {
            member.Active = false;
            // Ends cookies and refresh tokens; services that hear of it take its access tokens no longer.
            member.SecurityStamp = Guid.NewGuid().ToString();
            ledger.Audit(actor, AuditVerbs.MemberDeactivate, member, "active", "inactive");
            ledger.Changed(member);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.Ok(member.ToMember());
    }

    private static async Task<Ok<MemberRow>> ReactivateAsync(
        Guid id, ChangeMember request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var member = await OwnMembers.FindAsync(db, organisation, id, request.Version, cancellation);
        if (member.BarredReason is not null)
        {
            throw ProblemException.Rule("locked-by-operator", "该账号已被平台停用，请联系平台管理员", "The operator of the platform locked this account. Please ask there");
        }

        if (!member.Active)
        {
            member.Active = true;
            ledger.Audit(actor, AuditVerbs.MemberReactivate, member, "inactive", "active");
            ledger.Changed(member);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.Ok(member.ToMember());
    }
}
