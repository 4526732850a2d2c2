using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Features;

/// <summary>Tells the owner whom the names in its avoid list were taken for.</summary>
internal static class AvoidanceHints
{
    public static async Task<IReadOnlyList<ReviewWarning>> FindAsync(
        DbContext db, IReadOnlyList<string> names, string language, CancellationToken cancellation)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var meant = await Meant.ByAsync(db, names, cancellation);
        List<Guid> ids = [.. meant.SelectMany(g => g).Distinct()];
        var known = await db.Set<KnownOrganisation>().AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancellation);
        var pairs = names.Select(n => (Name: n, For: meant[Avoidance.Key(n)].Where(known.ContainsKey).Select(o => known[o]).ToList())).Where(p => p.For.Count > 0)
            .Select(p => $"{p.Name}（{string.Join('、', p.For)}）").ToList();
        return pairs.Count == 0
            ? []
            : [new("avoidance", new LocalText(
                $"回避名单里已认出：{string.Join('；', pairs)}。其余按所写名称回避，对方注册并通过审核后自动认出",
                $"Recognised in the list of those to keep away: {string.Join("; ", pairs)}. The others are kept away by name, and recognised once they are registered and approved").In(language))];
    }
}
