using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Features;

/// <summary>Finds records that say the same as one under review.</summary>
internal static class Duplicates
{
    private const int Compared = 400;
    private const int Shown = 3;
    private const double Alike = 0.35;

    public static async Task<IReadOnlyList<ReviewWarning>> FindAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, TRecord record, string language, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var candidates = await store.Db.Records.AsNoTracking()
            .Where(r => r.Id != record.Id && r.Field == record.Field && r.SubmittedAt != null && r.MergedInto == null)
            .OrderByDescending(r => r.UpdatedAt)
            .Take(Compared)
            .Select(r => new { r.Id, r.Number, r.Title, r.Content })
            .ToListAsync(cancellation);
        var text = record.Title + store.Definition.MainText(record.Content);
        return [.. candidates
            .Select(c => (c.Id, c.Number, c.Title, Likeness: Similarity.Of(text, c.Title + store.Definition.MainText(c.Content))))
            .Where(c => c.Likeness >= Alike)
            .OrderByDescending(c => c.Likeness)
            .Take(Shown)
            .Select(c => new ReviewWarning(
                "duplicate",
                new LocalText($"与 {c.Number}“{c.Title}”相似 {c.Likeness:P0}，请核对是否重复", $"{c.Likeness:P0} like {c.Number} '{c.Title}': check for a duplicate").In(language),
                c.Id))];
    }
}
