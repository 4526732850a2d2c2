using Matchmaking.Contracts;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records;

/// <summary>
/// Which approved organisations are meant by the names that an owner typed. What was typed stays in the form; who is meant
/// is looked up whenever it matters, so that it holds for those who register later and for those who change their name.
/// Two that share a name are both meant.
/// </summary>
internal static class Meant
{
    /// <summary>Keys of names; none for a name in which there is nothing to read.</summary>
    public static IReadOnlyList<string> KeysOf(IEnumerable<string> names) => [.. names.Select(Avoidance.Key).Where(k => k.Length > 0).Distinct()];

    /// <summary>The organisations by the names' keys.</summary>
    public static async Task<ILookup<string, Guid>> ByAsync(DbContext db, IEnumerable<string> names, CancellationToken cancellation) =>
        KeysOf(names) is { Count: > 0 } keys ? Group(await Find(db, keys).ToListAsync(cancellation)) : Group([]);

    /// <summary>As <see cref="ByAsync"/>, where the caller cannot wait.</summary>
    public static ILookup<string, Guid> By(DbContext db, IEnumerable<string> names) =>
        KeysOf(names) is { Count: > 0 } keys ? Group([.. Find(db, keys)]) : Group([]);

    /// <summary>The keys that other services compare with: of what was typed and of who is meant, the owner excepted.</summary>
    public static IReadOnlyList<string> AvoidOf(IReadOnlyList<string> names, Guid owner, ILookup<string, Guid> meant)
    {
        var keys = KeysOf(names);
        return [.. keys, .. keys.SelectMany(k => meant[k]).Where(o => o != owner).Distinct().Select(Avoidance.Key)];
    }

    private static IQueryable<OrganisationName> Find(DbContext db, IReadOnlyList<string> keys) =>
        db.Set<OrganisationName>().AsNoTracking().Where(n => keys.Contains(n.Key));

    private static ILookup<string, Guid> Group(List<OrganisationName> names) => names.ToLookup(n => n.Key, n => n.OrganisationId);
}
