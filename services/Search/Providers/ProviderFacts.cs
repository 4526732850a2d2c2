using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Providers;

/// <summary>Who is suspended, and who is a newcomer or small, see <see cref="Matching.FairExposure"/>.</summary>
internal sealed class ProviderFacts(SearchDbContext db, IConfiguration configuration, TimeProvider time)
{
    private const int FewRecords = 3;
    private const double DefaultShare = 0.2;
    private static readonly TimeSpan Young = TimeSpan.FromDays(90);
    private static readonly string[] SmallBands = ["micro", "small"];

    /// <summary>Least share of the first places, 0 to 1; 0 turns it off.</summary>
    public double Share => Math.Clamp(configuration.GetValue("Search:Exposure:Share", DefaultShare), 0, 1);

    /// <summary>A token outlives the suspension of its organisation by up to half an hour.</summary>
    public Task<bool> IsSuspendedAsync(Actor reader, CancellationToken cancellation) =>
        db.Providers.AnyAsync(p => p.Id == reader.OrganisationId && !p.Approved, cancellation);

    /// <summary>newcomer or small for each organisation that is one of them.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ReasonsAsync(IReadOnlyCollection<Guid> organisations, CancellationToken cancellation)
    {
        var asked = organisations.Distinct().ToList();
        if (asked.Count == 0 || Share == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var records = await db.Documents.AsNoTracking().Where(d => asked.Contains(d.OrganisationId))
            .GroupBy(d => d.OrganisationId)
            .Select(g => new { g.Key, Visible = g.Count(d => d.Visible), First = g.Min(d => d.PublishedAt) })
            .ToListAsync(cancellation);
        var small = (await db.Providers.AsNoTracking().Where(p => asked.Contains(p.Id) && SmallBands.Contains(p.SizeBand)).Select(p => p.Id).ToListAsync(cancellation)).ToHashSet();
        var young = time.GetUtcNow().UtcDateTime - Young;
        return records
            .Select(r => (r.Key, Reason: r.Visible < FewRecords || r.First > young ? "newcomer" : small.Contains(r.Key) ? "small" : null))
            .Where(r => r.Reason is not null)
            .ToDictionary(r => r.Key, r => r.Reason!);
    }
}
