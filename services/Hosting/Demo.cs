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

    /// <summary>The id of a demo entity, the same on every installation.</summary>
    /// <param name="kind">organisation, account, need, achievement, expert or interest.</param>
    /// <param name="key">Key in the files.</param>
    public static Guid IdOf(string kind, string key) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"demo:{kind}:{key}"))[..16]);
}
