using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Mail;

/// <summary>
/// How often mails of a kind go to one address: what anybody can set off must not flood a mailbox in the bureau's name.
/// Decisions of the bureau have no pause.
/// </summary>
internal sealed class MailPauses(NotificationsDbContext db, TimeProvider time)
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Links of a kind do the same, whichever of them is opened, so that one mail is enough for a while.
    private static readonly FrozenDictionary<string, TimeSpan> Pauses = new Dictionary<string, TimeSpan>
    {
        ["confirm-email"] = Short,
        ["reset-password"] = Short,
        ["news"] = Short,
        ["invitation"] = Short,
        ["organisation-taken"] = Short,
        ["account-locked"] = Day,
        ["colleague-registered"] = Day,
    }.ToFrozenDictionary();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes the one mail of a kind to an address that may be written now.</summary>
    /// <param name="about">What tells mails of the template apart, such as who invites; empty for nothing.</param>
    /// <returns>Null: it may. Otherwise when the next one may.</returns>
    public async Task<DateTime?> TakeAsync(string template, string to, string about, CancellationToken cancellation)
    {
        if (!Pauses.TryGetValue(template, out var pause))
        {
            return null;
        }

        var key = KeyOf(template, to, about);
        return await TakeUntilAsync(key, Now + pause, cancellation)
            ? null
            : await db.MailPauses.AsNoTracking().Where(p => p.Key == key).Select(p => (DateTime?)p.Until).SingleAsync(cancellation);
    }

    /// <summary>Whether nobody has taken the mail of a kind to an address until then; takes it.</summary>
    public Task<bool> TakeUntilAsync(string template, string to, DateTime until, CancellationToken cancellation) =>
        TakeUntilAsync(KeyOf(template, to, ""), until, cancellation);

    private async Task<bool> TakeUntilAsync(string key, DateTime until, CancellationToken cancellation)
    {
        var type = db.Model.FindEntityType(typeof(MailPause))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
        // One statement: of requests handled at once, the first to write wins and the others see it.
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {table} AS p (\"Key\", \"Until\") VALUES ({{0}}, {{1}}) ON CONFLICT (\"Key\") DO UPDATE SET \"Until\" = {{1}} WHERE p.\"Until\" <= {{2}}",
            [key, until, Now], cancellation) == 1;
#pragma warning restore EF1002
    }

    // A hash: the table needs no addresses.
    private static string KeyOf(string template, string to, string about) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{template}\n{to.Trim().ToUpperInvariant()}\n{about}")));
}
