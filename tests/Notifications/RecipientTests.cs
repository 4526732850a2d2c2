using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Messaging;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Tests;

/// <summary>Nobody is told the title of what they may not open, and whoever may is told.</summary>
public sealed class RecipientTests
{
    private static readonly Guid University = Guid.NewGuid();
    private static readonly Guid Author = Guid.NewGuid();

    // Everybody of one unit, by roles; the author holds the expert's alone.
    private static readonly IReadOnlyDictionary<Guid, string[]> People = Roles.All.Where(r => r != Roles.Expert).Select(r => new[] { r })
        .Concat([[Roles.Expert], [Roles.Expert, Roles.Liaison], [Roles.Expert, Roles.Phd], [Roles.Expert, Roles.OrganisationAdmin], [Roles.Expert, Roles.Organizer]])
        .ToDictionary(_ => Guid.NewGuid(), r => r).Append(new(Author, [Roles.Expert])).ToDictionary();

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task News_go_to_exactly_those_who_may_open_what_they_are_about(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        await PublishAsync(host, [.. People.Select(p => new AccountChanged(p.Key, 1, Now, new AccountSnapshot("某人", $"{p.Key:N}@example.com", University, p.Value, true, "zh-CN")))]);
        await Probe.Until(() => host.UseAsync(async db => await db.People.CountAsync() == People.Count), "the accounts are known");

        // An interest in a profile, in an achievement, and one that the expert sent.
        await ExpectAsync(host, Interest(RecordKind.Expert, University, Author, Guid.NewGuid(), Guid.NewGuid()), p => Readership.ReadsInterest(p.Id == Author, p.Roles));
        await ExpectAsync(host, Interest(RecordKind.Achievement, University, Author, Guid.NewGuid(), Guid.NewGuid()), p => Readership.ReadsInterest(false, p.Roles));
        await ExpectAsync(
            host, Interest(RecordKind.Need, Guid.NewGuid(), Guid.NewGuid(), University, Author, InterestStatus.Accepted), p => Readership.ReadsInterest(p.Id == Author, p.Roles));

        await ExpectAsync(host, new ExpertChanged(Guid.NewGuid(), 1, Now, Snapshot("returned", new ExpertContent())), p => Readership.Reads(true, p.Id == Author, p.Roles));
        await ExpectAsync(host, new NeedChanged(Guid.NewGuid(), 1, Now, Snapshot("returned", new NeedContent())), _ => true);
        await ExpectAsync(host, Match(RecordKind.Expert, Author), p => Readership.Reads(true, p.Id == Author, p.Roles));
        await ExpectAsync(host, Match(RecordKind.Expert, null), p => Readership.Reads(true, false, p.Roles));
        await ExpectAsync(host, Match(RecordKind.Achievement, Author), _ => true);
        Assert.False(Readership.Reads(true, false, [Roles.Expert, Roles.Phd]));
        Assert.False(Readership.ReadsInterest(false, [Roles.Expert, Roles.OrganisationAdmin]));
    }

    private static async Task ExpectAsync(NotificationsHost host, IFact fact, Func<(Guid Id, string[] Roles), bool> reads)
    {
        await PublishAsync(host, fact);
        await Probe.Until(() => host.UseAsync(db => db.Notifications.AnyAsync(n => n.Link!.EndsWith(fact.Id.ToString()))), $"somebody is told of {fact}");
        var told = await host.UseAsync(db => db.Notifications.Where(n => n.Link!.EndsWith(fact.Id.ToString())).Select(n => n.AccountId).ToListAsync());
        Assert.Equal(People.Where(p => reads((p.Key, p.Value))).Select(p => Show(p.Key)).Order(), told.Select(Show).Order());
    }

    private static string Show(Guid id) => (id == Author ? "the author" : "") + string.Join(',', People[id]);

    private static Task<int> PublishAsync(NotificationsHost host, params IFact[] facts) => host.UseAsync(db =>
    {
        foreach (var fact in facts)
        {
            db.Publish(fact);
        }

        return db.SaveChangesAsync();
    });

    private static InterestChanged Interest(
        RecordKind kind, Guid receiver, Guid receiverPerson, Guid sender, Guid senderPerson, InterestStatus status = InterestStatus.Sent) =>
        new(Guid.NewGuid(), 1, Now, new InterestSnapshot(
            "I-2026-0001", status, kind, Guid.NewGuid(), "轮毂单元进水", null, null, sender, senderPerson, receiver, receiverPerson, null));

    private static MatchSuggested Match(RecordKind kind, Guid? author) => new(Guid.NewGuid(), 1, Now, new MatchSnapshot(
        kind, University, "E-2026-0001", "某教授", [new MatchedItem(RecordKind.Need, Guid.NewGuid(), Guid.NewGuid(), "某需求", 0.5)], author));

    private static RecordSnapshot<TContent> Snapshot<TContent>(string status, TContent content) =>
        new("E-2026-0001", status, false, Disclosure.Owner, University, "某大学", false, Author, null, null, [], content);
}
