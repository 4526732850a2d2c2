using Matchmaking.Contracts;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications;

/// <summary>Puts messages into members' inboxes.</summary>
internal sealed class Inbox(NotificationsDbContext db, TimeProvider time)
{
    private const int MostReaders = 100;
    private static readonly TimeSpan Stale = TimeSpan.FromDays(2);

    /// <summary>
    /// Whether a change is news: its version is newer than what was told, its status differs, and it is not a late echo
    /// such as a replay of old facts.
    /// </summary>
    public async Task<bool> IsNewsAsync(Guid id, long version, string status, DateTime occurredAt, CancellationToken cancellation)
    {
        var told = await db.Told.FindAsync([id], cancellation);
        if (told is null)
        {
            told = new Told { Id = id };
            db.Told.Add(told);
        }
        else if (told.Version >= version)
        {
            return false;
        }

        var changed = told.Status != status;
        told.Version = version;
        told.Status = status;
        return changed && time.GetUtcNow().UtcDateTime - occurredAt < Stale;
    }

    /// <summary>Writes to every active member of an organisation, or to one account of it.</summary>
    public async Task WriteAsync(
        Guid organisation, Guid? only, LocalText title, string? text, string link, DateTime at, CancellationToken cancellation)
    {
        var readers = await db.People.AsNoTracking()
            .Where(p => p.Active && p.OrganisationId == organisation && (only == null || p.Id == only))
            .OrderBy(p => p.Id).Take(MostReaders).Select(p => p.Id).ToListAsync(cancellation);
        Add(readers, title, text, link, at);
    }

    /// <summary>Writes to everybody who holds a role.</summary>
    public async Task WriteToRoleAsync(string role, LocalText title, string? text, string link, DateTime at, CancellationToken cancellation)
    {
        var readers = await db.People.AsNoTracking().Where(p => p.Active && p.Roles.Contains(role))
            .OrderBy(p => p.Id).Take(MostReaders).Select(p => p.Id).ToListAsync(cancellation);
        Add(readers, title, text, link, at);
    }

    private void Add(List<Guid> readers, LocalText title, string? text, string link, DateTime at) =>
        db.Notifications.AddRange(readers.Select(r => new Notification
        {
            Id = Guid.CreateVersion7(),
            AccountId = r,
            At = at,
            TitleZh = title.Zh,
            TitleEn = title.En,
            Text = text,
            Link = link,
        }));
}
