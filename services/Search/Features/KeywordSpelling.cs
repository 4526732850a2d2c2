using System.Runtime.InteropServices;
using Matchmaking.Contracts;
using Matchmaking.Search.Analysis;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Matchmaking.Search.Features;

/// <summary>Proposes a keyword of the base that differs from the query by one letter or character.</summary>
internal sealed class KeywordSpelling(IServiceScopeFactory scopes, IMemoryCache cache) : IDisposable
{
    private const int Most = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // Whoever comes while the keywords are read waits for them: reading takes a second in a large base, and some memory.
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <param name="reader">Keys of the reader's organisation, see <see cref="Avoidance.KeysOf"/>; none for a visitor.</param>
    /// <returns>A better spelling, or null.</returns>
    public async Task<string?> CorrectAsync(string text, Disclosure audience, IReadOnlyList<string> reader, CancellationToken cancellation)
    {
        var plain = TextAnalyzer.Normalize(text);
        if (plain.Length is < 2 or > 20)
        {
            return null;
        }

        var keywords = await KeywordsAsync(audience, cancellation);
        return keywords.FirstOrDefault(k => k.Plain != plain && IsOneApart(k.Plain, plain) && k.Avoid.Any(a => !reader.Any(a.Contains)))?.Shown;
    }

    public void Dispose() => _reading.Dispose();

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

    private async Task<List<Keyword>> KeywordsAsync(Disclosure audience, CancellationToken cancellation)
    {
        var key = ("keywords", audience);
        if (cache.TryGetValue(key, out List<Keyword>? known))
        {
            return known!;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            return cache.TryGetValue(key, out known) ? known! : cache.Set(key, await LoadAsync(audience, cancellation), Fresh);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<List<Keyword>> LoadAsync(Disclosure audience, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var avoided = new Dictionary<string, List<IReadOnlyList<string>>>();
        await foreach (var json in db.Documents.AsNoTracking().Where(d => d.Visible).OrderBy(d => d.Id).Take(Most).Select(d => d.Json)
            .AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var document = DocumentStore.Read(json);
            foreach (var keyword in document.Level <= audience ? document.Keywords : [])
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(avoided, keyword, out _) ??= []).Add(document.Avoid);
            }
        }

        return [.. avoided.OrderByDescending(a => a.Value.Count).Select(a => new Keyword(TextAnalyzer.Normalize(a.Key), a.Key, a.Value))];
    }

    /// <param name="Avoid">Whom each record that has it keeps away.</param>
    private sealed record Keyword(string Plain, string Shown, IReadOnlyList<IReadOnlyList<string>> Avoid);
}
