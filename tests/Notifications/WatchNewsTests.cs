using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Tests;

public sealed class WatchNewsTests
{
    private static readonly Guid Reader = Guid.NewGuid();
    private static readonly WatchMatch Match = new(
        Guid.NewGuid(), "轮毂单元进水", RecordKind.Achievement, Guid.NewGuid(), "A-2026-0007", "多唇密封的激光织构减摩", 0.62, ["密封", "阻力矩"], "台架验证泥水循环达34次无渗漏");

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_match_is_told_in_the_inbox_and_by_mail_with_its_reason_and_a_way_out(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post(), "--Public:Url", "https://duijie.example.gov.cn");
        await TellAsync(host, Account("reader@example.com", "zh-CN"));
        await TellAsync(host, Fact(digest: false));

        var (note, mail) = await ReadAsync(host);
        Assert.Equal(("您关注的“轮毂单元进水”有了新的合适记录：多唇密封的激光织构减摩", $"/achievements/{Match.RecordId}", "the-token"), (note.TitleZh, note.Link, note.Unsubscribe));
        foreach (var reason in new[] { "62%", "密封、阻力矩", "台架验证泥水循环达34次无渗漏" })
        {
            Assert.Contains(reason, note.Text, StringComparison.Ordinal);
            Assert.Contains(reason, mail!.Body, StringComparison.Ordinal);
        }

        Assert.Equal("reader@example.com", mail!.To);
        Assert.Contains("https://duijie.example.gov.cn/unsubscribe?token=the-token", mail.Body, StringComparison.Ordinal);
        var message = MailTransports.Compose(mail, "noreply@example.com");
        Assert.Equal("<https://duijie.example.gov.cn/api/search/watches/unsubscribe?token=the-token>", message.Headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
    }

    [Fact]
    public async Task A_digest_is_one_message_in_the_readers_language()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        await TellAsync(host, Account("reader@example.com", "en"));
        await TellAsync(host, Fact(digest: true));

        var (note, mail) = await ReadAsync(host);
        Assert.Equal(("5 new records this week for what you watch", "/work/watches"), (note.TitleEn, note.Link));
        Assert.Contains("matching words: 密封, 阻力矩", mail!.Body, StringComparison.Ordinal);
        Assert.StartsWith("This week: 5", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing_and_whose_address_is_unknown_reads_the_inbox()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        await TellAsync(host, Account(null, "zh-CN"));
        await TellAsync(host, Fact(digest: false));
        var (_, mail) = await ReadAsync(host);
        Assert.Null(mail);

        await TellAsync(host, Account("reader@example.com", "zh-CN", version: 2, active: false));
        await Probe.Until(() => host.UseAsync(db => db.People.AnyAsync(p => !p.Active)), "the account is closed");
        Assert.Null((await host.UseAsync(db => db.People.SingleAsync())).Email);
        await TellAsync(host, Fact(digest: false));
        await HandledAsync(host);
        Assert.Equal(1, await host.UseAsync(db => db.Notifications.CountAsync()));
    }

    private static Task HandledAsync(NotificationsHost host) => Probe.Until(
        async () => (await host.UseAsync(db => db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM outbox_messages WHERE sent_at IS NULL").ToListAsync()))[0] == 0,
        "all facts are handled");

    private static async Task<(Notification Note, OutgoingMail? Mail)> ReadAsync(NotificationsHost host)
    {
        await Probe.Until(() => host.UseAsync(db => db.Notifications.AnyAsync()), "the message");
        return (await host.UseAsync(db => db.Notifications.AsNoTracking().SingleAsync()), await host.UseAsync(db => db.Mails.AsNoTracking().SingleOrDefaultAsync()));
    }

    private static async Task TellAsync<TFact>(NotificationsHost host, TFact fact) where TFact : class, IFact
    {
        await host.UseAsync(db =>
        {
            db.Publish(fact);
            return db.SaveChangesAsync();
        });
        if (fact is AccountChanged account)
        {
            await Probe.Until(() => host.UseAsync(db => db.People.AnyAsync(p => p.Id == account.Id && p.Version == account.Version)), "the account is known");
        }
    }

    private static AccountChanged Account(string? email, string language, long version = 1, bool active = true) =>
        new(Reader, version, Now, new AccountSnapshot("某人", email, Guid.NewGuid(), [Roles.Enterprise], active, language));

    private static WatchMatched Fact(bool digest) =>
        new(Guid.CreateVersion7(), 1, Now, new WatchMatchSnapshot(Reader, digest, digest ? [Match, Match with { RecordId = Guid.NewGuid() }] : [Match], digest ? 3 : 0, "the-token"));
}
