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
internal sealed class Inbox(NotificationsDbContext db, MailQueue queue, IConfiguration configuration, TimeProvider time)
{
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

    /// <summary>Writes to the active members of an organisation who read what it is about.</summary>
    /// <param name="reads">As <see cref="Contracts.Identity.Readership"/> has it: nobody is told of what they may not open.</param>
    /// <param name="concerned">The member it concerns first, where there is one; told however many others there are.</param>
    /// <param name="mail">Whether the member concerned gets it by mail too. Where that member is gone, every reader does.</param>
    /// <param name="due">Until when the reader must have acted, UTC; null for no limit.</param>
    public async Task WriteAsync(
        Guid organisation, Func<Person, bool> reads, Guid? concerned, LocalText title, string link, DateTime at, CancellationToken cancellation,
        bool mail = false, DateTime? due = null)
    {
        var readers = await db.People.AsNoTracking().Where(p => p.Active && p.OrganisationId == organisation)
            .OrderByDescending(p => p.Id == concerned).ThenBy(p => p.Id)
            .AsAsyncEnumerable().Where(reads).Take(MostReaders).ToListAsync(cancellation);
        Add(readers, title, link, at);
        if (mail)
        {
            var one = readers.Where(r => r.Id == concerned).ToList();
            foreach (var reader in one.Count > 0 ? one : readers)
            {
                await MailAsync(reader, title, link, due, cancellation);
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

    private async Task MailAsync(Person reader, LocalText title, string link, DateTime? due, CancellationToken cancellation)
    {
        if (reader.Email is { Length: > 0 } address)
        {
            await queue.WriteAsync(Guid.CreateVersion7(time.GetUtcNow()), address, "news", reader.Language, new Dictionary<string, string>
            {
                ["news"] = title.In(reader.Language),
                ["due"] = due is { } until ? Until(until).In(reader.Language) : "",
                ["link"] = configuration.PublicUrl() + link,
                ["inbox"] = configuration.PublicUrl() + "/work/messages",
            }, cancellation);
        }
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
