using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Messaging;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Tests;

/// <summary>What was promised at registration: results of reviews, and what happens to interests, come by mail.</summary>
public sealed class NewsMailTests
{
    private static readonly Guid Firm = Guid.NewGuid();
    private static readonly Guid Author = Guid.NewGuid();
    private static readonly Guid Colleague = Guid.NewGuid();
    private static readonly Guid Need = Guid.NewGuid();

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_author_gets_the_result_of_a_review_by_mail_and_colleagues_in_their_inbox(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database);
        await PublishAsync(host, NeedIs("submitted", 1), NeedIs("returned", 2), NeedIs("inTalks", 3));

        await Probe.Until(() => host.UseAsync(async db => await db.Notifications.CountAsync(n => n.AccountId == Colleague) == 2), "both are told");
        var mail = await host.UseAsync(db => db.Mails.AsNoTracking().SingleAsync());
        Assert.Equal(("author@example.com", "技术需求 N-2026-0007 被退回修改，请查看原因"), (mail.To, mail.Subject));
        Assert.Contains($"https://duijie.example.gov.cn/work/needs/{Need}", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interest_comes_by_mail_with_its_deadline()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await StartAsync(database);
        await PublishAsync(host, Interest(Author, 1));

        await Probe.Until(() => host.UseAsync(db => db.Mails.AnyAsync()), "the mail");
        var mail = await host.UseAsync(db => db.Mails.AsNoTracking().SingleAsync());
        Assert.Equal(("author@example.com", "收到意向：轮毂单元进水"), (mail.To, mail.Subject));
        Assert.Contains("请在 12 月 4 日前办理", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_author_has_left_every_member_gets_the_mail()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await StartAsync(database);
        await PublishAsync(host, Interest(Guid.NewGuid(), 1));

        await Probe.Until(() => host.UseAsync(db => db.Mails.AnyAsync()), "the mails");
        Assert.Equal(
            ["author@example.com", "colleague@example.com"], await host.UseAsync(db => db.Mails.OrderBy(m => m.To).Select(m => m.To).ToListAsync()));
    }

    private static async Task<NotificationsHost> StartAsync(TestDatabase database)
    {
        var host = await NotificationsHost.StartAsync(database, new Post(), "--Public:Url", "https://duijie.example.gov.cn");
        await PublishAsync(host, Account(Author, "author@example.com"), Account(Colleague, "colleague@example.com"));
        await Probe.Until(() => host.UseAsync(async db => await db.People.CountAsync() == 2), "the accounts are known");
        return host;
    }

    private static async Task PublishAsync(NotificationsHost host, params IFact[] facts)
    {
        await host.UseAsync(db =>
        {
            foreach (var fact in facts)
            {
                db.Publish(fact);
            }

            return db.SaveChangesAsync();
        });
    }

    private static AccountChanged Account(Guid id, string email) =>
        new(id, 1, Now, new AccountSnapshot("某人", email, Firm, [Roles.Enterprise], true, "zh-CN"));

    private static NeedChanged NeedIs(string status, long version) => new(Need, version, Now, new RecordSnapshot<NeedContent>(
        "N-2026-0007", status, false, Disclosure.Owner, Firm, "某企业", false, Author, null, null, [], new NeedContent()));

    private static InterestChanged Interest(Guid receiver, long version) => new(Guid.NewGuid(), version, Now, new InterestSnapshot(
        "I-2026-0001", InterestStatus.Sent, RecordKind.Need, Need, "轮毂单元进水", null, null, Guid.NewGuid(), Guid.NewGuid(), Firm, receiver,
        new DateTime(2026, 12, 3, 18, 0, 0, DateTimeKind.Utc)));
}
