using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications;

/// <summary>Puts messages into members' inboxes, and the important ones into the mail.</summary>
internal sealed class Inbox(NotificationsDbContext db, MailTemplates templates, IConfiguration configuration, TimeProvider time)
{
    private const int LongestSubject = 300;
    private const int MostReaders = 100;
    private static readonly TimeSpan Stale = TimeSpan.FromDays(2);

    /// <summary>
    /// Whether a change is news: its version is newer than what was told, its status differs, and it is not a late echo
    /// such as a replay of old facts.
    /// </summary>
    public async Task<bool> IsNewsAsync(Guid id, long version, string status, DateTime occurredAt, CancellationToken cancellation)
    {
        if (await db.TakeAsync(new Told { Id = id }, version, again: false, cancellation) is not { } told)
        {
            return false;
        }

        var changed = told.Status != status;
        told.Status = status;
        return changed && time.GetUtcNow().UtcDateTime - occurredAt < Stale;
    }

    /// <summary>Writes to every active member of an organisation, or to one account of it.</summary>
    /// <param name="mail">Who gets it by mail too; null for nobody. Where that member is gone, every reader does.</param>
    /// <param name="due">Until when the reader must have acted, UTC; null for no limit.</param>
    public async Task WriteAsync(
        Guid organisation, Guid? only, LocalText title, string link, DateTime at, CancellationToken cancellation, Guid? mail = null, DateTime? due = null)
    {
        var readers = await db.People.AsNoTracking()
            .Where(p => p.Active && p.OrganisationId == organisation && (only == null || p.Id == only))
            .OrderBy(p => p.Id).Take(MostReaders).ToListAsync(cancellation);
        Add(readers, title, link, at);
        if (mail is not null)
        {
            var one = readers.Where(r => r.Id == mail).ToList();
            foreach (var reader in one.Count > 0 ? one : readers)
            {
                Mail(reader, title, link, due);
            }
        }
    }

    /// <summary>Writes to everybody who holds a role.</summary>
    public async Task WriteToRoleAsync(string role, LocalText title, string link, DateTime at, CancellationToken cancellation)
    {
        var readers = await db.People.AsNoTracking().Where(p => p.Active && p.Roles.Contains(role))
            .OrderBy(p => p.Id).Take(MostReaders).ToListAsync(cancellation);
        Add(readers, title, link, at);
    }

    private void Mail(Person reader, LocalText title, string link, DateTime? due)
    {
        if (reader.Email is not { Length: > 0 } address)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var (subject, body) = templates.Fill("news", reader.Language, new Dictionary<string, string>
        {
            ["news"] = title.In(reader.Language),
            ["due"] = due is { } until ? Until(until).In(reader.Language) : "",
            ["link"] = configuration.PublicUrl() + link,
        });
        db.Mails.Add(new OutgoingMail
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            To = address,
            Subject = subject.Length <= LongestSubject ? subject : subject[..(LongestSubject - 1)] + "…",
            Body = body,
            WrittenAt = now,
            NextAttemptAt = now,
        });
    }

    private static LocalText Until(DateTime utc)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, WorkingDays.Zone);
        return new($"请在 {local.Month} 月 {local.Day} 日前办理，逾期自动结束。\n", $"Please act before {local.ToString("d MMMM", CultureInfo.InvariantCulture)}; it ends by itself after that.\n");
    }

    private void Add(List<Person> readers, LocalText title, string link, DateTime at) =>
        db.Notifications.AddRange(readers.Select(r => new Notification
        {
            Id = Guid.CreateVersion7(),
            AccountId = r.Id,
            At = at,
            TitleZh = title.Zh,
            TitleEn = title.En,
            Link = link,
        }));
}
