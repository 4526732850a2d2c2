using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Notifications.Tests;

public sealed class MailSenderTests
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Senders_side_by_side_send_each_mail_once(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var post = new Post { Before = () => Task.Delay(5) };
        await using var host = await NotificationsHost.StartAsync(database, post);
        var others = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<MailSender>(host.Services)).ToList();
        var mails = Enumerable.Range(0, 100).Select(_ => NotificationsHost.Mail(Now)).ToList();
        await host.WriteAsync(mails);

        await Task.WhenAll(others.Select(s => s.StartAsync(default)));
        await Probe.Until(async () => await host.UseAsync(db => db.Mails.AllAsync(m => m.SentAt != null)), "all are sent", 60);
        await Task.WhenAll(others.Select(s => s.StopAsync(default)));

        Assert.Equal(mails.Count, post.Taken.Count);
        Assert.Equal(mails.Count, post.Taken.Distinct().Count());
    }

    [Fact]
    public async Task Replicas_on_one_database_send_each_mail_once()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var post = new Post { Before = () => Task.Delay(5) };
        await using var one = await NotificationsHost.StartAsync(database, post);
        await using var two = await NotificationsHost.StartAsync(database, post);
        var mails = Enumerable.Range(0, 100).Select(_ => NotificationsHost.Mail(Now)).ToList();
        await one.WriteAsync(mails);

        await Probe.Until(async () => await one.UseAsync(db => db.Mails.AllAsync(m => m.SentAt != null)), "all are sent", 60);
        Assert.Equal(mails.Count, post.Taken.Count);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_failed_mail_waits_and_a_dead_senders_mail_is_taken_over(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var post = new Post { Before = () => throw new IOException("the server is closed") };
        await using var host = await NotificationsHost.StartAsync(database, post);
        var failing = NotificationsHost.Mail(Now);
        await host.WriteAsync(failing);
        await Probe.Until(async () => (await FindAsync(failing)).LastError is not null, "it failed");
        var failed = await FindAsync(failing);
        Assert.Equal((1, (string?)null, "the server is closed"), (failed.Attempts, failed.LockedBy, failed.LastError));
        Assert.InRange(failed.NextAttemptAt - Now, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2));

        post.Before = () => Task.CompletedTask;
        var (held, left) = (NotificationsHost.Mail(Now), NotificationsHost.Mail(Now));
        (held.LockedBy, held.LockedUntil) = ("somebody", Now.AddMinutes(1));
        (left.LockedBy, left.LockedUntil) = ("somebody dead", Now.AddSeconds(-1));
        await host.WriteAsync(held, left);
        await Probe.Until(async () => (await FindAsync(left)).SentAt is not null, "it is taken over");
        Assert.Null((await FindAsync(held)).SentAt);
        Assert.Null((await FindAsync(failing)).SentAt);
        Assert.Single(post.Taken);

        Task<OutgoingMail> FindAsync(OutgoingMail mail) => host.UseAsync(db => db.Mails.AsNoTracking().SingleAsync(m => m.Id == mail.Id));
    }
}
