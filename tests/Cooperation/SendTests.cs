using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Records;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Tests;

public sealed class SendTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_interests_sent_at_once_one_stays_and_the_others_read_why(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var item = await host.ItemAsync(Guid.NewGuid());
        var sender = CooperationHost.Enterprise(Guid.NewGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))));

        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal((409, "already-sent"), (a.Status, (string?)a.Body["code"])));
        Assert.Equal(1, await host.UseAsync(db => db.Interests.CountAsync()));
    }

    [Fact]
    public async Task A_record_that_keeps_the_sender_away_is_as_unknown_as_one_that_is_not_there()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Sqlite);
        var avoids = await host.ItemAsync(Guid.NewGuid(), "某企业");
        var sender = CooperationHost.Enterprise(Guid.NewGuid());

        foreach (var id in new[] { avoids.Id, Guid.NewGuid() })
        {
            var interest = CooperationHost.InterestIn(avoids) with { ItemId = id };
            foreach (var bad in new[] { interest, interest with { Message = "短" }, interest with { OwnKind = RecordKind.Need, OwnId = Guid.NewGuid() } })
            {
                Assert.Equal(404, (await host.PostAsync(sender, "interests", bad)).Status);
            }
        }
    }

    [Fact]
    public async Task An_interest_in_an_anonymous_owner_whom_the_sender_keeps_away_is_answered_as_any_other()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Sqlite);
        var (firm, university, author) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var hidden = await host.ItemAsync(firm, RecordKind.Need, named: false, name: "某企业");
        var other = await host.ItemAsync(Guid.NewGuid(), RecordKind.Need, named: false, name: "别的企业");
        var named = await host.ItemAsync(firm, RecordKind.Need, name: "某企业");
        await host.ItemAsync(university, RecordKind.Expert, author, avoid: ["某企业"]);
        var expert = TestTokens.Of(author, [Roles.Expert], university, OrganisationKind.University, "某大学");

        var answers = new[] { await host.PostAsync(expert, "interests", CooperationHost.InterestIn(hidden)), await host.PostAsync(expert, "interests", CooperationHost.InterestIn(other)) };
        Assert.Equal(Plain(answers[1].Body), Plain(answers[0].Body));
        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Equal(404, (await host.PostAsync(expert, "interests", CooperationHost.InterestIn(named))).Status);

        Assert.Equal(0, (await host.GetAsync(CooperationHost.Enterprise(firm), "interests")).Body["total"]!.GetValue<int>());
        Assert.Equal(1, (await host.GetAsync(CooperationHost.Enterprise(other.OrganisationId), "interests")).Body["total"]!.GetValue<int>());
        Assert.Equal(404, (await host.GetAsync(CooperationHost.Enterprise(firm), $"interests/{answers[0].Body["id"]}")).Status);
        var told = await host.UseAsync(db => db.Database.SqlQueryRaw<string>("SELECT body AS \"Value\" FROM outbox_messages WHERE name = 'cooperation.interest-changed' ORDER BY seq").ToListAsync());
        Assert.DoesNotContain(firm.ToString(), told[0], StringComparison.Ordinal);
        Assert.Contains(other.OrganisationId.ToString(), told[1], StringComparison.Ordinal);

        static string Plain(System.Text.Json.Nodes.JsonNode answer)
        {
            var body = answer.DeepClone();
            foreach (var field in new[] { "id", "number", "sentAt", "updatedAt", "dueAt", "turns" })
            {
                body.AsObject().Remove(field);
            }

            body["item"]!["id"] = null;
            return body.ToJsonString();
        }
    }

    [Fact]
    public async Task A_colleagues_profile_is_not_offered_without_its_author()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Sqlite);
        var (university, author) = (Guid.NewGuid(), Guid.NewGuid());
        var need = await host.ItemAsync(Guid.NewGuid(), RecordKind.Need);
        var profile = await host.ItemAsync(university, RecordKind.Expert, author);
        var interest = CooperationHost.InterestIn(need) with { OwnKind = profile.Kind, OwnId = profile.Id };

        var colleague = TestTokens.Of(Guid.NewGuid(), [Roles.Expert], university, OrganisationKind.University, "某大学");
        var refused = await host.PostAsync(colleague, "interests", interest);
        Assert.Equal(400, refused.Status);
        Assert.NotNull(refused.Body["errors"]!["ownId"]);
        Assert.Equal(201, (await host.PostAsync(TestTokens.Of(author, [Roles.Expert], university, OrganisationKind.University, "某大学"), "interests", interest)).Status);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_ended_interest_leaves_room_for_another(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var item = await host.ItemAsync(Guid.NewGuid());
        var sender = CooperationHost.Enterprise(Guid.NewGuid());
        var (_, first) = await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item));
        await host.PostAsync(sender, $"interests/{first["id"]}/withdraw", new TouchInterest(first["version"]!.GetValue<long>()));

        Assert.Equal(201, (await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))).Status);
        Assert.Equal(2, await host.UseAsync(db => db.Interests.CountAsync()));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Talks_are_counted_by_the_time_of_acceptance_and_stay_counted_after_their_end(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var university = Guid.NewGuid();
        var (sender, receiver) = (CooperationHost.Enterprise(Guid.NewGuid()), CooperationHost.University(university));
        List<string> sent = [];
        foreach (var item in new[] { await host.ItemAsync(university), await host.ItemAsync(university) })
        {
            sent.Add((string)(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))).Body["id"]!);
        }

        // Sent last year, answered in this one.
        await host.UseAsync(db => db.Interests.ExecuteUpdateAsync(s => s.SetProperty(i => i.SentAt, i => i.SentAt.AddDays(-400))));
        var accepted = await host.PostAsync(receiver, $"interests/{sent[0]}/accept", new AcceptInterest(new Contact("申老师", "13800000000", null), 1));
        Assert.Equal(200, accepted.Status);
        Assert.Equal((0, 1), await FiguresAsync());

        await host.PostAsync(sender, $"interests/{sent[0]}/end", new SayOnInterest("合作范围已谈完", accepted.Body["version"]!.GetValue<long>()));
        Assert.Equal((0, 1), await FiguresAsync());
        await host.UseAsync(db => db.Interests.Where(i => i.AcceptedAt != null).ExecuteUpdateAsync(s => s.SetProperty(i => i.AcceptedAt, i => i.AcceptedAt!.Value.AddDays(-400))));
        Assert.Equal((0, 0), await FiguresAsync());

        async Task<(int, int)> FiguresAsync()
        {
            var figures = (await host.GetAsync(sender, "figures")).Body;
            return (figures["interestsThisYear"]!.GetValue<int>(), figures["acceptedThisYear"]!.GetValue<int>());
        }
    }
}
