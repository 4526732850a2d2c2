using Matchmaking.Contracts;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Matchmaking.Search.Features;

/// <summary>Proposes a keyword of the base that differs from the query by one letter or character.</summary>
internal sealed class KeywordSpelling(SearchDbContext db, IMemoryCache cache)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <param name="reader">Keys of the reader's organisation, see <see cref="Avoidance.KeysOf"/>; none for a visitor.</param>
    /// <returns>A better spelling, or null.</returns>
    public async Task<string?> CorrectAsync(string text, Disclosure audience, IReadOnlyList<string> reader, CancellationToken cancellation)
    {
        var plain = TextAnalyzer.Normalize(text);
        if (plain.Length is < 2 or > 20)
        {
            return null;
        }

        var keywords = await cache.GetOrCreateAsync(("keywords", audience), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Fresh;
            return LoadAsync(audience, cancellation);
        });
        return keywords!.FirstOrDefault(k => k.Plain != plain && IsOneApart(k.Plain, plain) && k.Avoid.Any(a => !reader.Any(a.Contains)))?.Shown;
    }

    /// <summary>Whether one insertion, deletion, replacement or swap of neighbours makes one text the other.</summary>
    internal static bool IsOneApart(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        var tail = 0;
        while (tail < a.Length - start && tail < b.Length - start && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var (left, right) = (a.Length - start - tail, b.Length - start - tail);
        return Math.Max(left, right) <= 1
            || (left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }

    private async Task<List<Keyword>> LoadAsync(Disclosure audience, CancellationToken cancellation)
    {
        var rows = await db.Documents.AsNoTracking().Where(d => d.Visible).OrderBy(d => d.Id).Take(Most).Select(d => d.Json).ToListAsync(cancellation);
        return [.. rows.Select(DocumentStore.Read)
            .Where(d => d.Level <= audience)
            .SelectMany(d => d.Keywords.Select(k => (Keyword: k, d.Avoid)))
            .GroupBy(k => k.Keyword, k => k.Avoid)
            .OrderByDescending(g => g.Count())
            .Select(g => new Keyword(TextAnalyzer.Normalize(g.Key), g.Key, [.. g]))];
    }

    /// <param name="Avoid">Whom each record that has it keeps away.</param>
    private sealed record Keyword(string Plain, string Shown, IReadOnlyList<IReadOnlyList<string>> Avoid);
}
