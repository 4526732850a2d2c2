using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Features;

/// <summary>
/// Serves every record that was ever submitted, in order of last change. The reader applies facts by version, so a
/// record that changes while the feed is read does no harm: it comes again, or over the bus.
/// </summary>
internal static class ChangeFeed
{
    public static async Task<FeedPage> ReadAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, string? after, int size, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        size = Math.Clamp(size, 1, Page<object>.MaxSize);
        var (at, id) = Parse(after);
        var records = await store.Db.Records.AsNoTracking()
            .Where(r => r.SubmittedAt != null && (r.UpdatedAt > at || (r.UpdatedAt == at && r.Id.CompareTo(id) > 0)))
            .OrderBy(r => r.UpdatedAt).ThenBy(r => r.Id)
            .Take(size)
            .ToListAsync(cancellation);
        var last = records.Count == size ? records[^1] : null;
        return new FeedPage(await store.ToFactsAsync(records, cancellation), last is null ? null : $"{last.UpdatedAt.Ticks}.{last.Id:N}");
    }

    private static (DateTime At, Guid Id) Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor) || cursor == "0")
        {
            return (DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), Guid.Empty);
        }

        var parts = cursor.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            && Guid.TryParse(parts[1], out var id)
                ? (new DateTime(ticks, DateTimeKind.Utc), id)
                : throw ProblemException.Invalid("after", "游标无效，请从头读取", "The cursor is not valid. Start from the beginning");
    }
}
