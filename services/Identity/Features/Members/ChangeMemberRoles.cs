using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matchmaking.Identity.Features.Members;

/// <summary>Gives a member other roles. Access tokens with the old ones are refused, so they count at once.</summary>
internal static class ChangeMemberRoles
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPut("/members/{id:guid}/roles", HandleAsync)
        .WithName("identity.change-roles")
        .WithSummary("Give a member other roles")
        .RequireAuthorization(Policies.OrganisationAdmin);

    private static async Task<Ok<MemberRow>> HandleAsync(
        Guid id, ChangeRoles request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var member = await OwnMembers.FindAsync(db, organisation, id, request.Version, cancellation);
        var roles = OwnMembers.Roles(organisation.Kind, request.Roles);
        if (member.IsActiveAdmin && !roles.Contains(Roles.OrganisationAdmin))
        {
            await LastAdministrator.KeepAsync(db, organisation, member.Id, cancellation);
        }

        var before = string.Join(", ", member.Roles);
        member.Roles = roles;
        ledger.Audit(actor, AuditVerbs.MemberRoles, member, before, string.Join(", ", roles));
        // The session goes on; its next access token names the new roles.
        ledger.Changed(member, endsTokens: true);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(member.ToMember());
    }
}
