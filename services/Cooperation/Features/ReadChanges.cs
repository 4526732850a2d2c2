using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Features;

/// <summary>
/// The feed with which other services compare what interests have opened or closed there: each interest once, in its
/// present state, in order of its id. What changes during the reading arrives over the bus.
/// </summary>
internal static class ReadChanges
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/changes", HandleAsync)
        .WithName("cooperation.changes").WithSummary("Change feed for comparing copies").RequireAuthorization(Policies.Service);

    private static async Task<FeedPage> HandleAsync(InterestStore store, CancellationToken cancellation, string? after = null, int size = Page<object>.MaxSize)
    {
        size = Math.Clamp(size, 1, Page<object>.MaxSize);
        var last = after is null or "" or "0" ? Guid.Empty : Guid.TryParse(after, out var id)
            ? id
            : throw ProblemException.Invalid("after", "游标无效，请从头读取", "The cursor is not valid. Start from the beginning");
        var interests = await store.Db.Interests.AsNoTracking().Where(i => i.Id.CompareTo(last) > 0).OrderBy(i => i.Id).Take(size).ToListAsync(cancellation);
        return new([.. interests.Select(InterestStore.ToFact)], interests.Count == size ? $"{interests[^1].Id:N}" : null);
    }
}
