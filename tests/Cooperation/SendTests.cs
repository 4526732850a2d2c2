using Matchmaking.Contracts.Cooperation;
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
}
