using System.Text.Json.Nodes;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Tests;

public sealed class SuspensionTests
{
    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_open_interest_pauses_with_either_side_and_goes_on_when_both_may_act(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var (sender, receiver) = (CooperationHost.Enterprise(enterprise), CooperationHost.University(university));
        var item = await host.ItemAsync(university);
        var id = (string)(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(item))).Body["id"]!;

        await host.TellAsync(university, 2, OrganisationStatus.Suspended);
        var paused = await UntilAsync(true);
        Assert.Null(paused["dueAt"]);
        Assert.Equal("none", (string?)paused["waitsFor"]);
        Assert.Equal(["withdraw"], paused["moves"]!.AsArray().Select(m => (string)m!));
        Assert.Equal("sent", (string?)paused["status"]);
        Assert.Equal(0, (await host.GetAsync(sender, "interests/counts")).Body["waitForOthers"]!.GetValue<int>());

        // A token from before the suspension opens nothing any more.
        var accept = new AcceptInterest(new Contact("申老师", "13800000000", null), paused["version"]!.GetValue<long>());
        Assert.Equal(403, (await host.PostAsync(receiver, $"interests/{id}/accept", accept)).Status);
        Assert.Equal(403, (await host.PostAsync(receiver, "interests", CooperationHost.InterestIn(item))).Status);
        Assert.Equal(404, (await host.PostAsync(CooperationHost.Enterprise(Guid.NewGuid()), "interests", CooperationHost.InterestIn(item))).Status);

        await host.TellAsync(enterprise, 2, OrganisationStatus.Suspended);
        await Probe.Until(async () => !await MaySendAsync(sender), "the enterprise is suspended");
        await host.TellAsync(university, 3, OrganisationStatus.Approved);
        await Probe.Until(async () => await MaySendAsync(receiver), "the university may act");
        Assert.True((await ReadAsync())["paused"]!.GetValue<bool>());

        await host.TellAsync(enterprise, 3, OrganisationStatus.Approved);
        var resumed = await UntilAsync(false);
        Assert.NotNull(resumed["dueAt"]);
        accept = accept with { Version = resumed["version"]!.GetValue<long>() };
        Assert.Equal(200, (await host.PostAsync(receiver, $"interests/{id}/accept", accept)).Status);

        async Task<JsonNode> ReadAsync() => (await host.GetAsync(sender, $"interests/{id}")).Body;

        // Refused for another reason where it is not for the suspension.
        async Task<bool> MaySendAsync(string token) => (await host.PostAsync(token, "interests", CooperationHost.InterestIn(item))).Status != 403;

        async Task<JsonNode> UntilAsync(bool wanted)
        {
            await Probe.Until(async () => (await ReadAsync())["paused"]!.GetValue<bool>() == wanted, $"paused is {wanted}");
            return await ReadAsync();
        }
    }

    [Fact]
    public async Task An_interest_sent_while_the_receiver_is_being_suspended_is_refused()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Postgres);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var item = await host.ItemAsync(university);
        var sending = await host.UseAsync(async db =>
        {
            // The suspension as its handler has it just before the commit: it has looked for what to pause already.
            await using var transaction = await db.Database.BeginTransactionAsync();
            await new InterestStore(db, TimeProvider.System).HoldAsync([university], default);
            await db.Organisations.Where(o => o.Id == university).ExecuteUpdateAsync(set => set.SetProperty(o => o.Suspended, true));
            var sent = host.PostAsync(CooperationHost.Enterprise(enterprise), "interests", CooperationHost.InterestIn(item));
            await Probe.Until(async () => sent.IsCompleted || await WaitsAsync(host), "the interest waits for the suspension");
            await transaction.CommitAsync();
            return sent;
        });
        Assert.Equal(404, (await sending).Status);
        Assert.False(await host.UseAsync(db => db.Interests.AnyAsync()));
    }

    [Fact]
    public async Task A_suspension_while_an_interest_is_being_sent_pauses_it()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Postgres);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var item = await host.ItemAsync(university);
        await host.UseAsync(async db =>
        {
            // The interest as its sender's request has it just before the commit.
            await using var transaction = await db.Database.BeginTransactionAsync();
            await new InterestStore(db, TimeProvider.System).HoldAsync([enterprise, university], default);
            db.Interests.Add(new Interest
            {
                Number = "I-2026-0001", ItemKind = item.Kind, ItemId = item.Id, ItemNumber = item.Number, ItemTitle = item.Title, SenderOrganisationId = enterprise,
                SenderName = "某企业", SenderAccountId = Guid.NewGuid(), ReceiverOrganisationId = university, ReceiverName = "某大学", Message = "想试一轮台架",
                SenderContact = new("吕工", "13700000000", null), SentAt = TimeProvider.System.GetUtcNow().UtcDateTime, Status = InterestStatus.Sent, Version = 1,
            });
            await db.SaveChangesAsync();
            await host.TellAsync(university, 2, OrganisationStatus.Suspended);
            await Probe.Until(() => WaitsAsync(host), "the suspension waits for the interest");
            await transaction.CommitAsync();
            return 0;
        });
        await Probe.Until(() => host.UseAsync(db => db.Organisations.AnyAsync(o => o.Id == university && o.Suspended)), "the university is suspended");
        Assert.True(await host.UseAsync(db => db.Interests.AllAsync(i => i.Paused)));
    }

    private static Task<bool> WaitsAsync(CooperationHost host) => host.UseAsync(async db => (await db.Database.SqlQueryRaw<int>(
        "SELECT CAST(count(*) AS int) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").ToListAsync())[0] > 0);

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_suspension_and_the_other_sides_reinstatement_at_the_same_moment_leave_the_interest_paused(DatabaseKind kind)
    {
        await using var host = await CooperationHost.StartAsync(kind);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var sender = CooperationHost.Enterprise(enterprise);
        var id = (string)(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(await host.ItemAsync(university)))).Body["id"]!;
        await host.TellAsync(university, 2, OrganisationStatus.Suspended);
        await Probe.Until(IsPausedAsync, "the university is suspended");

        // Both look before either has stored anything.
        var reinstated = await host.UseAsync<DbUpdateConcurrencyException?>(async one =>
        {
            var back = (await one.Organisations.FindAsync(university))!;
            back.Suspended = false;
            await new InterestStore(one, TimeProvider.System).PauseAsync(back, default);
            await host.UseAsync(async two =>
            {
                var gone = (await two.Organisations.FindAsync(enterprise))!;
                gone.Suspended = true;
                await new InterestStore(two, TimeProvider.System).PauseAsync(gone, default);
                return await two.SaveChangesAsync();
            });
            try
            {
                await one.SaveChangesAsync();
                return null;
            }
            catch (DbUpdateConcurrencyException exception)
            {
                return exception;
            }
        });

        // The inbox handles the fact again, and then it sees the other.
        Assert.NotNull(reinstated);
        await host.TellAsync(university, 3, OrganisationStatus.Approved);
        await Probe.Until(() => host.UseAsync(db => db.Organisations.AnyAsync(o => o.Id == university && !o.Suspended)), "the university is back");
        Assert.True(await IsPausedAsync());

        async Task<bool> IsPausedAsync() => (await host.GetAsync(sender, $"interests/{id}")).Body["paused"]!.GetValue<bool>();
    }

    [Fact]
    public async Task A_suspended_side_no_longer_reads_the_others_contact()
    {
        await using var host = await CooperationHost.StartAsync(DatabaseKind.Sqlite);
        var (enterprise, university) = (Guid.NewGuid(), Guid.NewGuid());
        var (sender, receiver) = (CooperationHost.Enterprise(enterprise), CooperationHost.University(university));
        var id = (string)(await host.PostAsync(sender, "interests", CooperationHost.InterestIn(await host.ItemAsync(university)))).Body["id"]!;
        await host.PostAsync(receiver, $"interests/{id}/accept", new AcceptInterest(new Contact("申老师", "13800000000", null), 1));
        Assert.Equal("13800000000", (string?)(await ReadAsync(sender))[0]!["otherContact"]!["phone"]);

        await host.TellAsync(enterprise, 2, OrganisationStatus.Suspended);
        await Probe.Until(async () => (await ReadAsync(sender))[0]!["otherContact"] is null, "the contact is hidden");

        Assert.All(await ReadAsync(sender), interest => Assert.DoesNotContain("13800000000", interest!.ToJsonString(), StringComparison.Ordinal));
        Assert.All(await ReadAsync(sender), interest => Assert.NotNull(interest!["ownContact"]));
        Assert.All(await ReadAsync(receiver), interest => Assert.NotNull(interest!["otherContact"]));

        async Task<JsonNode?[]> ReadAsync(string token) =>
            [(await host.GetAsync(token, "interests?status=accepted")).Body["items"]![0], (await host.GetAsync(token, $"interests/{id}")).Body];
    }
}
