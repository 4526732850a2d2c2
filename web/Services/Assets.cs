using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Matchmaking.Web.Services;

/// <summary>
/// The few files pages need, kept in the assembly so that every hosting serves them alike: named by content hash,
/// cached for good, compressed once at start.
/// </summary>
public sealed class Assets
{
    private const string Prefix = "asset:";

    private readonly FrozenDictionary<string, Asset> _byPath;
    private readonly FrozenDictionary<string, string> _paths;

    public Assets()
    {
        var assembly = typeof(Assets).Assembly;
        var all = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => Asset.Read(n[Prefix.Length..], assembly.GetManifestResourceStream(n)!))
            .ToList();
        _byPath = all.ToFrozenDictionary(a => a.Path);
        _paths = all.ToFrozenDictionary(a => a.Name, a => a.Path);
    }

    /// <summary>Address of a file by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string this[string name] => _paths[name];

    internal Asset? Find(string path) => _byPath.GetValueOrDefault(path);

    internal sealed record Asset(string Name, string Path, string ContentType, byte[] Plain, byte[] Brotli)
    {
        public static Asset Read(string name, Stream stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var plain = memory.ToArray();
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize))
            {
                brotli.Write(plain);
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..10];
            var extension = System.IO.Path.GetExtension(name);
            return new(
                name, $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{hash}{extension}",
                extension switch
                {
                    ".css" => "text/css; charset=utf-8",
                    ".js" => "text/javascript; charset=utf-8",
                    ".svg" => "image/svg+xml",
                    ".webmanifest" => "application/manifest+json",
                    _ => "application/octet-stream",
                },
                plain, packed.ToArray());
        }
    }
}

internal static class AssetEndpoints
{
    public static void MapAssets(this WebApplication app) =>
        app.MapGet("/assets/{file}", (string file, HttpContext context, Assets assets) =>
        {
            if (assets.Find($"/assets/{file}") is not { } asset)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            context.Response.Headers.Vary = "Accept-Encoding";
            if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                context.Response.Headers.ContentEncoding = "br";
                return Results.Bytes(asset.Brotli, asset.ContentType);
            }

            return Results.Bytes(asset.Plain, asset.ContentType);
        }).AllowAnonymous().ExcludeFromDescription();
}
