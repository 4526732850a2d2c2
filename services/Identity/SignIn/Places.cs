using System.Security.Claims;
using System.Security.Cryptography;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Matchmaking.Identity.SignIn;

/// <summary>
/// Places that an account is known in: browsers in which it has signed in, by a cookie that lives long and opens nothing by
/// itself, and its sessions. Failures there count there, see <see cref="KnownPlace"/>.
/// </summary>
internal sealed class Places(IdentityDbContext db, IHttpContextAccessor accessor, TimeProvider time)
{
    public const string CookieName = "mm.device";

    // Of one account; the ones not seen for longest are forgotten.
    private const int Most = 20;
    private const int KeyBytes = 32;

    /// <summary>How long a place is remembered after the last sign-in there.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Whether the request comes from a place where the account is known.</summary>
    public async Task<bool> IsKnownAsync(Guid account, CancellationToken cancellation) =>
        Session is not null || (Key is { } key && await Row(account, key).AnyAsync(cancellation));

    /// <summary>Whether too many passwords failed at this place.</summary>
    public async Task<bool> IsLockedAsync(Guid account, CancellationToken cancellation)
    {
        var now = Now;
        return Key is { } key && await Row(account, key).AnyAsync(p => p.LockedUntil > now, cancellation);
    }

    /// <summary>Counts a failure at a known place and saves it.</summary>
    /// <returns>Whether the place is locked now.</returns>
    public async Task<bool> CountAsync(Guid account, int most, TimeSpan pause, CancellationToken cancellation)
    {
        var key = Key!;
        await MakeAsync(account, key, cancellation);
        await Row(account, key).ExecuteUpdateAsync(s => s.SetProperty(p => p.Failures, p => p.Failures + 1), cancellation);
        DateTime? until = Now + pause;
        await Row(account, key).Where(p => p.Failures >= most)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.LockedUntil, until).SetProperty(p => p.Failures, 0), cancellation);
        return await IsLockedAsync(account, cancellation);
    }

    /// <summary>Makes the browser a known place of who has just signed in there.</summary>
    public async Task RememberAsync(Guid account, CancellationToken cancellation)
    {
        var (now, kept) = (Now, Http.Request.Cookies[CookieName]);
        // Only what we once gave out is taken over: a key that somebody else planted would be theirs too.
        var key = kept is { Length: > 0 } && await db.Places.AnyAsync(p => p.KeyHash == Invitation.Hash(kept), cancellation)
            ? kept
            : WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(KeyBytes));
        await MakeAsync(account, key, cancellation);
        await Row(account, key).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.SeenAt, now).SetProperty(p => p.Failures, 0).SetProperty(p => p.LockedUntil, (DateTime?)null), cancellation);
        await db.Places.Where(p => p.AccountId == account).OrderByDescending(p => p.SeenAt).ThenBy(p => p.KeyHash).Skip(Most)
            .ExecuteDeleteAsync(cancellation);
        Http.Response.Cookies.Append(CookieName, key, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            Path = "/connect",
            MaxAge = Lifetime,
        });
    }

    // A session has shown the password; the API is open to nobody else.
    private string? Session => Http.Request.Path.StartsWithSegments("/api") ? Http.User.FindFirstValue(Claims.Private.AuthorizationId) : null;

    private string? Key => Session ?? (Http.Request.Cookies[CookieName] is { Length: > 0 } key ? key : null);

    private IQueryable<KnownPlace> Row(Guid account, string key)
    {
        var hash = Invitation.Hash(key);
        return db.Places.Where(p => p.AccountId == account && p.KeyHash == hash);
    }

    private Task MakeAsync(Guid account, string key, CancellationToken cancellation)
    {
        var type = db.Model.FindEntityType(typeof(KnownPlace))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {table} (\"AccountId\", \"KeyHash\", \"Failures\", \"SeenAt\") VALUES ({{0}}, {{1}}, 0, {{2}}) ON CONFLICT DO NOTHING",
            [account, Invitation.Hash(key), Now], cancellation);
#pragma warning restore EF1002
    }
}
