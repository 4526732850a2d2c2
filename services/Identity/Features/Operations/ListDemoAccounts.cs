using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Operations;

/// <summary>Accounts that the sign-in page offers for a look round. Empty in a real installation.</summary>
internal static class ListDemoAccounts
{
    private const int Most = 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/demo-accounts", HandleAsync)
        .WithName("identity.demo-accounts")
        .WithSummary("Demo accounts to sign in with; empty where no demo data was loaded")
        .AllowAnonymous();

    private static async Task<Ok<IReadOnlyList<DemoAccount>>> HandleAsync(
        Actor actor, IdentityDbContext db, CancellationToken cancellation)
    {
        var accounts = await db.Users.AsNoTracking().Include(a => a.Organisation)
            .Where(a => a.DemoLabelZh != null && a.Active)
            .OrderBy(a => a.CreatedAt).ThenBy(a => a.Email)
            .Take(Most)
            .ToListAsync(cancellation);
        return TypedResults.Ok<IReadOnlyList<DemoAccount>>(
        [
            .. accounts.Select(a => new DemoAccount(
                a.DisplayName, a.Email!, new LocalText(a.DemoLabelZh!, a.DemoLabelEn!).In(actor.Language), [.. a.Roles],
                a.Organisation?.Name)),
        ]);
    }
}
