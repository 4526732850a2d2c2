using System.Globalization;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.SignIn;

/// <summary>
/// Codes of authenticator apps, each good for one sign-in (RFC 6238, 5.2): who reads one over a shoulder, or catches it on
/// its way, has nothing in hand. The used ones stand among the account's tokens as long as the clock would accept them.
/// </summary>
internal sealed class UsedCodes(IdentityDbContext db, UserManager<Account> accounts, TimeProvider time)
{
    private const string Provider = "used-code";

    // ASP.NET accepts two steps of 30 seconds before and after.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    /// <summary>Whether the code is right and was not used before; uses it up and saves that.</summary>
    public async Task<bool> TakeAsync(Account account, string code, CancellationToken cancellation)
    {
        if (!await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            return false;
        }

        var before = Text(time.GetUtcNow() - Keep);
        await db.UserTokens
            .Where(t => t.UserId == account.Id && t.LoginProvider == Provider && string.Compare(t.Value, before) < 0)
            .ExecuteDeleteAsync(cancellation);
        var type = db.Model.FindEntityType(typeof(IdentityUserToken<Guid>))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
        // The key decides between two that come at once.
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {table} (\"UserId\", \"LoginProvider\", \"Name\", \"Value\") VALUES ({{0}}, {{1}}, {{2}}, {{3}}) ON CONFLICT DO NOTHING",
            [account.Id, Provider, code, Text(time.GetUtcNow())], cancellation) == 1;
#pragma warning restore EF1002
    }

    private static string Text(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
