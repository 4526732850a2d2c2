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
        string? status = null, string? kind = null, string? q = null)
    {
        var (wantedStatus, wantedKind) = (Choice<OrganisationStatus>("status", status), Choice<OrganisationKind>("kind", kind));
        var words = FormChecks.Clean(q);
        var code = CreditCode.Normalise(q);
        var rows = db.Organisations.AsNoTracking()
            .Where(o => wantedStatus == null || o.Status == wantedStatus)
            .Where(o => wantedKind == null || o.Kind == wantedKind)
            .Where(o => words == null || o.Name.Contains(words) || o.ShortName!.Contains(words) || o.CreditCode!.Contains(code));
        var ordered = wantedStatus == OrganisationStatus.Pending
            ? rows.OrderBy(o => o.CreatedAt).ThenBy(o => o.Id)
            : rows.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Id);
        return TypedResults.Ok(await page.RunAsync(
            ordered.Select(o => new OrganisationRow(
                o.Id, o.Name, o.Kind, o.Status, o.CreditCode, o.Town, o.AboveScale, o.HighTech,
                db.Users.Count(a => a.OrganisationId == o.Id && a.Active), o.CreatedAt, o.Version)),
            cancellation));
    }

    // ASP.NET would take the names in Pascal case only, while every answer has them in camel case.
    private static T? Choice<T>(string field, string? text) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw ProblemException.Invalid(field, $"{field} 的取值“{text}”无效", $"'{text}' is no value of {field}");
    }
}
