using System.Buffers.Text;
using System.Security.Cryptography;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Watches;

/// <summary>
/// Tokens of unsubscribe links: what they pause, signed with a key that the service's database keeps, so that a link in
/// last year's mail still works after restarts and moves. They open nothing and name nobody.
/// </summary>
internal sealed class UnsubscribeTokens(SearchDbContext db)
{
    private const int TheOne = 1;
    private const int Signature = 16;

    /// <summary>A token for one watch, or for all of an account's.</summary>
    public async Task<string> OfAsync(Guid id, bool all, CancellationToken cancellation)
    {
        byte[] said = [all ? (byte)1 : (byte)0, .. id.ToByteArray()];
        return Base64Url.EncodeToString([.. said, .. await SignAsync(said, cancellation)]);
    }

    /// <summary>What a token pauses, or null for one that this service never gave out.</summary>
    public async Task<(Guid Id, bool All)?> ReadAsync(string token, CancellationToken cancellation)
    {
        if (token.Length > 100 || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length != 17 + Signature || bytes[0] > 1)
        {
            return null;
        }

        var signature = await SignAsync(bytes[..17], cancellation);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(17), signature)
            ? (new Guid(bytes.AsSpan(1, 16)), bytes[0] == 1)
            : null;
    }

    private async Task<byte[]> SignAsync(byte[] said, CancellationToken cancellation) =>
        HMACSHA256.HashData(await KeyAsync(cancellation), said)[..Signature];

    private async Task<byte[]> KeyAsync(CancellationToken cancellation)
    {
        if (await db.Set<SigningKey>().FindAsync([TheOne], cancellation) is { } known)
        {
            return known.Key;
        }

        var type = db.Model.FindEntityType(typeof(SigningKey))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        // Whoever comes second takes the first one's.
        await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {table} (\"Id\", \"Key\") VALUES ({{0}}, {{1}}) ON CONFLICT DO NOTHING", [TheOne, RandomNumberGenerator.GetBytes(32)], cancellation);
#pragma warning restore EF1002
        return (await db.Set<SigningKey>().FindAsync([TheOne], cancellation))!.Key;
    }
}
