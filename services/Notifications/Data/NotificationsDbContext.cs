using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Notifications.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Data;

/// <summary>Database of the service.</summary>
public abstract class NotificationsDbContext(DbContextOptions options) : ServiceDbContext(options, ServiceNames.Notifications)
{
    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    public DbSet<Told> Told => Set<Told>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Notification>(n =>
        {
            n.ToTable("notifications");
            n.Property(x => x.TitleZh).HasMaxLength(300);
            n.Property(x => x.TitleEn).HasMaxLength(300);
            n.Property(x => x.Text).HasMaxLength(600);
            n.Property(x => x.Link).HasMaxLength(200);
            n.Property(x => x.Unsubscribe).HasMaxLength(100);
            n.HasIndex(x => new { x.AccountId, x.At });
        });
        modelBuilder.Entity<Person>(p =>
        {
            p.ToTable("people");
            p.Property(x => x.Roles).HasMaxLength(200);
            p.Ignore(x => x.EachRole);
            p.Property(x => x.Email).HasMaxLength(254);
            p.Property(x => x.Language).HasMaxLength(10).HasDefaultValue("zh-CN");
            p.HasIndex(x => x.OrganisationId);
        });
        modelBuilder.Entity<OutgoingMail>(m =>
        {
            m.ToTable("mails");
            m.Property(x => x.To).HasMaxLength(254);
            m.Property(x => x.Subject).HasMaxLength(300);
            m.Property(x => x.LastError).HasMaxLength(500);
            m.Property(x => x.Unsubscribe).HasMaxLength(400);
            m.Property(x => x.LockedBy).HasMaxLength(50);
            m.HasIndex(x => new { x.SentAt, x.NextAttemptAt });
        });
        modelBuilder.Entity<Told>(t =>
        {
            t.ToTable("told");
            t.Property(x => x.Status).HasMaxLength(20);
        });
    }
}

public sealed class SqliteNotificationsDbContext(DbContextOptions<SqliteNotificationsDbContext> options) : NotificationsDbContext(options);

public sealed class PostgresNotificationsDbContext(DbContextOptions<PostgresNotificationsDbContext> options) : NotificationsDbContext(options);
