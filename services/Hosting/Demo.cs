using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Matchmaking.Hosting;

/// <summary>Loads a service's part of the demo district into an empty database.</summary>
public interface IDemoLoader
{
    /// <summary>Loaders run in this order: organisations and accounts first (0), records (10), what links them (20).</summary>
    int Order { get; }

    /// <summary>Loads all or, where it throws, nothing.</summary>
    Task LoadAsync(DemoFolder demo, CancellationToken cancellation);
}

/// <summary>The demo district's files and what every loader must agree on.</summary>
/// <param name="Path">Folder with organisations.json, accounts.json and the rest.</param>
/// <param name="Now">The moment that "3 days ago" counts from, UTC.</param>
public sealed record DemoFolder(string Path, DateTime Now)
{
    /// <summary>Password of every demo account; they exist only where the demo data was loaded.</summary>
    public const string Password = "Demo-2026-gaogang";

    /// <summary>Reads one file as a list.</summary>
    public async Task<List<T>> ReadAsync<T>(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(System.IO.Path.Combine(Path, file));
        return (await JsonSerializer.DeserializeAsync<List<T>>(stream, JsonDefaults.Options, cancellation))!;
    }

    /// <summary>
    /// Human numbers of a file's records by source id, in order of creation: services that never meet agree on them.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> NumbersAsync(string file, string prefix, CancellationToken cancellation)
    {
        var numbers = new Dictionary<string, string>();
        var last = new Dictionary<int, int>();
        foreach (var row in (await ReadAsync<Numbered>(file, cancellation)).OrderByDescending(r => r.SubmittedDaysAgo ?? 0))
        {
            var year = TimeZoneInfo.ConvertTimeFromUtc(CreatedAt(row.SubmittedDaysAgo), WorkingDays.Zone).Year;
            last[year] = last.GetValueOrDefault(year) + 1;
            numbers[row.SourceId] = $"{prefix}-{year}-{last[year]:0000}";
        }

        return numbers;
    }

    /// <summary>When a record was drafted that was submitted so many days ago (a day ago where it never was), UTC.</summary>
    public DateTime CreatedAt(double? submittedDaysAgo) => Now.AddDays(-(submittedDaysAgo ?? 1)).AddHours(-26);

    /// <summary>The id of a demo entity, the same on every installation.</summary>
    /// <param name="kind">organisation, account, need, achievement, expert or interest.</param>
    /// <param name="key">Key in the files.</param>
    public static Guid IdOf(string kind, string key) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"demo:{kind}:{key}"))[..16]);

    private sealed record Numbered(string SourceId, double? SubmittedDaysAgo);
}
