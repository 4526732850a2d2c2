using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>The bureau's list of organisations; those that wait longest come first among the pending ones.</summary>
internal static class ListOrganisations
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/organisations", HandleAsync)
        .WithName("identity.organisations")
        .WithSummary("Organisations by status, kind and words of name or credit code")
        .RequireAuthorization(Policies.Organizer);

    private static async Task<Ok<Page<OrganisationRow>>> HandleAsync(
        PageQuery page, IdentityDbContext db, CancellationToken cancellation,
        OrganisationStatus? status = null, OrganisationKind? kind = null, string? q = null)
    {
        var words = FormChecks.Clean(q);
        var code = CreditCode.Normalise(q);
        var rows = db.Organisations.AsNoTracking()
            .Where(o => status == null || o.Status == status)
            .Where(o => kind == null || o.Kind == kind)
            .Where(o => words == null || o.Name.Contains(words) || o.ShortName!.Contains(words) || o.CreditCode!.Contains(code));
        var ordered = status == OrganisationStatus.Pending
            ? rows.OrderBy(o => o.CreatedAt).ThenBy(o => o.Id)
            : rows.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Id);
        return TypedResults.Ok(await page.RunAsync(
            ordered.Select(o => new OrganisationRow(
                o.Id, o.Name, o.Kind, o.Status, o.CreditCode, o.Town, o.AboveScale, o.HighTech,
                db.Users.Count(a => a.OrganisationId == o.Id && a.Active), o.CreatedAt, o.Version)),
            cancellation));
    }
}
