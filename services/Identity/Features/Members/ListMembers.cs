using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Members;

/// <summary>Members of the own organisation.</summary>
internal static class ListMembers
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/members", HandleAsync)
        .WithName("identity.members")
        .WithSummary("Members of the own organisation, with the roles they may hold")
        .RequireAuthorization(Policies.OrganisationAdmin);

    private static async Task<Ok<MemberPage>> HandleAsync(
        Actor actor, PageQuery page, Caller caller, IdentityDbContext db, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredApprovedAsync(actor, cancellation);
        var members = db.Users.AsNoTracking()
            .Where(a => a.OrganisationId == organisation.Id)
            .OrderByDescending(a => a.Active).ThenBy(a => a.CreatedAt).ThenBy(a => a.Id);
        var found = await page.RunAsync(members, cancellation);
        return TypedResults.Ok(new MemberPage(
            [.. found.Items.Select(a => a.ToMember())], found.Total, found.Number, found.Size, OrganisationKinds.RolesOf(organisation.Kind)));
    }
}
