using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Mail;

/// <summary>
/// Where all mails pass: what is written waits here, kept to the pauses of its kind. How senders share the waiting mails: each claims some in one statement and holds them for a lease, so that two never
/// send one mail, and what a dead sender held comes free.
/// </summary>
internal sealed class MailQueue(NotificationsDbContext db, MailTemplates templates, MailPauses pauses, TimeProvider time)
{
    private const string News = "news";
    private const string MoreNews = "news-more";
    private const int LongestSubject = 300;

    /// <summary>How long a claim lasts; longer than one mail may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Writes a mail from a template, unless one of the kind has just gone to that address. News that come too soon are
    /// announced together once the pause is over; the inbox has them all. The caller saves.
    /// </summary>
    /// <param name="unsubscribe">Address that stops further mails of this sort; null where they cannot be stopped.</param>
    public async Task WriteAsync(
        Guid id, string to, string template, string language, IReadOnlyDictionary<string, string> values, CancellationToken cancellation,
        string? unsubscribe = null)
    {
        var about = template == "invitation" ? values.GetValueOrDefault("organisation", "") : "";
        if (await pauses.TakeAsync(template, to, about, cancellation) is not { } next)
        {
            Add(id, to, template, language, values, Now, unsubscribe);
        }
        else if (template == News && await pauses.TakeUntilAsync(MoreNews, to, next, cancellation))
        {
            Add(id, to, MoreNews, language, new Dictionary<string, string>(values) { ["link"] = values["inbox"] }, next, unsubscribe);
        }
    }

    /// <summary>Claims due mails, the oldest first.</summary>
    public async Task<List<OutgoingMail>> ClaimAsync(string owner, int limit, CancellationToken cancellation)
    {
        var type = db.Model.FindEntityType(typeof(OutgoingMail))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
        // Materialised: PostgreSQL may otherwise run the inner query again for each row and pass its limit.
        var (skip, once) = db.Database.IsNpgsql() ? (" FOR UPDATE OF m SKIP LOCKED", "MATERIALIZED ") : ("", "");
        var sql = $$"""
            WITH due AS {{once}}(
                SELECT m."Id" FROM {{table}} AS m
                WHERE m."SentAt" IS NULL AND m."Attempts" < {0} AND m."NextAttemptAt" <= {1}
                  AND (m."LockedUntil" IS NULL OR m."LockedUntil" < {1})
                ORDER BY m."WrittenAt" LIMIT {2}{{skip}})
            UPDATE {{table}} SET "LockedBy" = {3}, "LockedUntil" = {4} WHERE "Id" IN (SELECT "Id" FROM due) RETURNING *
            """;
        var mails = await db.Mails.FromSqlRaw(sql, MailSender.MostAttempts, Now, limit, owner, Now + Lease).AsNoTracking().ToListAsync(cancellation);
        return [.. mails.OrderBy(m => m.WrittenAt)];
    }

    /// <summary>Puts the attempt on record before the mail leaves: a crash in between costs a delay, not a second mail.</summary>
    /// <returns>False where the claim has lapsed; the mail is somebody else's then.</returns>
    public async Task<bool> StartAsync(OutgoingMail mail, string owner, CancellationToken cancellation)
    {
        var now = Now;
        var attempts = mail.Attempts + 1;
        var next = now + TimeSpan.FromMinutes(Math.Pow(2, attempts));
        return await db.Mails.Where(m => m.Id == mail.Id && m.LockedBy == owner && m.LockedUntil > now && m.SentAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Attempts, attempts).SetProperty(m => m.NextAttemptAt, next)
                .SetProperty(m => m.LockedUntil, now + Lease), cancellation) == 1;
    }

    /// <summary>Writes down how the attempt ended, and gives the claim back.</summary>
    /// <param name="error">Null: the mail has left.</param>
    public Task FinishAsync(OutgoingMail mail, string owner, string? error, CancellationToken cancellation)
    {
        var sent = error is null ? Now : (DateTime?)null;
        return db.Mails.Where(m => m.Id == mail.Id && m.LockedBy == owner)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, sent).SetProperty(m => m.LastError, error)
                .SetProperty(m => m.LockedBy, (string?)null).SetProperty(m => m.LockedUntil, (DateTime?)null), cancellation);
    }

    /// <summary>Gives up all claims of a sender that stops.</summary>
    public Task ReleaseAsync(string owner, CancellationToken cancellation) =>
        db.Mails.Where(m => m.LockedBy == owner)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.LockedBy, (string?)null).SetProperty(m => m.LockedUntil, (DateTime?)null), cancellation);

    private void Add(
        Guid id, string to, string template, string language, IReadOnlyDictionary<string, string> values, DateTime due, string? unsubscribe)
    {
        var (subject, body) = templates.Fill(template, language, values);
        // What somebody typed may stand in it: a header is one line.
        subject = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        db.Mails.Add(new OutgoingMail
        {
            Id = id,
            To = to,
            Subject = subject.Length <= LongestSubject ? subject : subject[..(LongestSubject - 1)] + "…",
            Body = body,
            Unsubscribe = unsubscribe,
            WrittenAt = due,
            NextAttemptAt = due,
        });
    }
}
