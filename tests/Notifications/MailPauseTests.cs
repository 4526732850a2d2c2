using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Contracts.Records;
using Matchmaking.Messaging;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Tests;

/// <summary>What anybody can set off must not flood a mailbox in the bureau's name.</summary>
public sealed class MailPauseTests
{
    private static readonly Guid Firm = Guid.NewGuid();
    private static readonly Guid Author = Guid.NewGuid();

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_mails_of_a_kind_to_one_address_one_goes_until_the_pause_is_over(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        // However the address is written, and all at once.
        await PublishAsync(host, [.. Enumerable.Range(0, 20).Select(i => Ask(i % 2 == 0 ? "someone@example.com" : "SomeOne@Example.com", "reset-password"))]);
        await PublishAsync(host, Ask("someone@example.com", "confirm-email"), Ask("other@example.com", "reset-password"), Ask("last@example.com", "reset-password"));
        await Probe.Until(async () => (await ToAsync(host)).Contains("last@example.com"), "the last mail");
        await Probe.Until(async () => (await ToAsync(host)).Count == 4, "all mails");
        Assert.Equal(2, (await ToAsync(host)).Count(to => to.Equals("someone@example.com", StringComparison.OrdinalIgnoreCase)));

        await host.UseAsync(db => db.MailPauses.ExecuteUpdateAsync(s => s.SetProperty(p => p.Until, Now.AddSeconds(-1))));
        await PublishAsync(host, Ask("someone@example.com", "reset-password"));
        await Probe.Until(async () => (await ToAsync(host)).Count == 5, "the mail after the pause");
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Interests_sent_and_withdrawn_again_and_again_are_one_mail_and_one_announcement(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post(), "--Public:Url", "https://duijie.example.gov.cn");
        await PublishAsync(host, new AccountChanged(
            Author, 1, Now, new AccountSnapshot("某人", "author@example.com", Firm, [Roles.Enterprise], true, "zh-CN")));
        await Probe.Until(() => host.UseAsync(db => db.People.AnyAsync()), "the account is known");

        await PublishAsync(host, [.. Enumerable.Range(0, 15).SelectMany(_ => SentAndWithdrawn())]);
        await Probe.Until(() => host.UseAsync(async db => await db.Notifications.CountAsync() >= 15), "the inbox has them");
        var mails = await host.UseAsync(db => db.Mails.AsNoTracking().OrderBy(m => m.NextAttemptAt).ToListAsync());
        Assert.Equal(["收到意向：轮毂单元进水", "您还有新的消息：产学研对接平台"], mails.Select(m => m.Subject).Select(s => s.Replace("对方撤回了意向", "收到意向", StringComparison.Ordinal)));
        Assert.True(mails[1].NextAttemptAt > Now.AddMinutes(5));
        Assert.Null(mails[1].SentAt);
        Assert.Contains("https://duijie.example.gov.cn/work/messages", mails[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_is_one_line_whatever_was_typed()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        await PublishAsync(host, Ask("someone@example.com", "organisation-approved", "某单位\r\nBcc: all@example.com"));
        await Probe.Until(() => host.UseAsync(db => db.Mails.AnyAsync()), "the mail");
        Assert.DoesNotContain(await host.UseAsync(db => db.Mails.Select(m => m.Subject).SingleAsync()), c => char.IsControl(c));
    }

    private static Task<List<string>> ToAsync(NotificationsHost host) => host.UseAsync(db => db.Mails.Select(m => m.To).ToListAsync());

    private static MailRequested Ask(string to, string template, string organisation = "") => new(
        Guid.NewGuid(), 1, Now, to, "zh-CN", template,
        new Dictionary<string, string> { ["name"] = "", ["link"] = "https://duijie.example.gov.cn", ["organisation"] = organisation });

    private static IEnumerable<IFact> SentAndWithdrawn()
    {
        var id = Guid.NewGuid();
        return [Interest(id, 1, InterestStatus.Sent), Interest(id, 2, InterestStatus.Withdrawn)];
    }

    private static InterestChanged Interest(Guid id, long version, InterestStatus status) => new(id, version, Now, new InterestSnapshot(
        "I-2026-0001", status, RecordKind.Need, Guid.NewGuid(), "轮毂单元进水", null, null, Guid.NewGuid(), Guid.NewGuid(), Firm, Author, null));

    private static Task<int> PublishAsync(NotificationsHost host, params IFact[] facts) => host.UseAsync(db =>
    {
        foreach (var fact in facts)
        {
            db.Publish(fact);
        }

        return db.SaveChangesAsync();
    });
}
