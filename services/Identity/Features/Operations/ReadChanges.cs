using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Operations;

/// <summary>
/// The feed from which another service builds its read model anew: each organisation and account once, in its latest
/// state, ordered by last change. What changes during the reading arrives over the bus.
/// </summary>
internal static class ReadChanges
{
    private const int MostRows = 500;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/changes", HandleAsync)
        .WithName("identity.changes")
        .WithSummary("Latest states of organisations and accounts after a cursor; an empty answer is the end")
        .RequireAuthorization(Policies.Service);

    private static async Task<Ok<IReadOnlyList<IdentityChange>>> HandleAsync(
        IdentityDbContext db, CancellationToken cancellation, long after = 0, int size = 100)
    {
        if (size is < 1 or > MostRows)
        {
            throw ProblemException.Invalid("size", $"size 应为 1 到 {MostRows} 的整数", $"size must be a whole number from 1 to {MostRows}");
        }

        var marks = await db.Changes.AsNoTracking()
            .Where(m => m.Cursor > after && !db.Changes.Any(newer => newer.EntityId == m.EntityId && newer.Cursor > m.Cursor))
            .OrderBy(m => m.Cursor)
            .Take(size)
            .ToListAsync(cancellation);
        var ids = marks.Select(m => m.EntityId).ToList();
        var organisations = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellation);
        var accounts = await db.Users.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        return TypedResults.Ok<IReadOnlyList<IdentityChange>>(
        [
            .. marks.Select(m => new IdentityChange(
                m.Cursor, organisations.GetValueOrDefault(m.EntityId)?.ToFact(), accounts.GetValueOrDefault(m.EntityId)?.ToFact())),
        ]);
    }
}
