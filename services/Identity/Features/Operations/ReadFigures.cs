using Matchmaking.Contracts.Identity;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Operations;

/// <summary>Approved organisations by kind, for the public start page.</summary>
internal static class ReadFigures
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/figures", HandleAsync)
        .WithName("identity.figures")
        .WithSummary("Approved organisations by kind")
        .AllowAnonymous();

    private static async Task<Ok<OrganisationFigures>> HandleAsync(IdentityDbContext db, CancellationToken cancellation)
    {
        var counts = await db.Organisations
            .Where(o => o.Status == OrganisationStatus.Approved)
            .GroupBy(o => o.Kind)
            .Select(g => new { Kind = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Kind, g => g.Count, cancellation);
        return TypedResults.Ok(new OrganisationFigures(
            counts.GetValueOrDefault(OrganisationKind.Enterprise), counts.GetValueOrDefault(OrganisationKind.University),
            counts.GetValueOrDefault(OrganisationKind.Institute), counts.GetValueOrDefault(OrganisationKind.Broker)));
    }
}
