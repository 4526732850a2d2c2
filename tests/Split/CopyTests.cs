using System.Globalization;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Messaging;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Matchmaking.Split.Tests;

/// <summary>What every service knows of the others' entities, with each in a process of its own.</summary>
public sealed class CopyTests(Installation installation)
{
    private const string RoundsVariable = "TEST_COPY_ROUNDS";
    private const int FewRounds = 12;

    private static readonly string[] Readers = [.. ServiceNames.All.Where(s => s != ServiceNames.Identity)];
    private static readonly string[] Records = [ServiceNames.Needs, ServiceNames.Achievements, ServiceNames.Experts];

    /// <summary>Each place where organisations are kept, with what must stand there of one that was suspended by its second version.</summary>
    private static readonly (string Table, string Suspended)[] Organisations =
    [
        .. Records.Select(s => ($"{s}.organisations", "\"Suspended\" AND NOT \"Approved\" AND \"Name\" = 'second'")),
        ("search.providers", "NOT \"Approved\" AND \"Name\" = 'second'"),
        ("cooperation.organisations", "\"Suspended\" AND \"Name\" = 'second'"),
    ];

    /// <summary>Each place where accounts are kept, with what must stand there of one that was locked by its second version.</summary>
    private static readonly (string Table, string Locked)[] Accounts =
        [.. Readers.Select(s => ($"{s}.accounts", "\"Ended\"")), ("notifications.people", "NOT \"Active\" AND \"Email\" IS NULL")];

    [Fact]
    public async Task Who_was_there_before_a_service_first_listened_is_known_to_it()
    {
        await installation.StartedAsync();
        await using var database = NpgsqlDataSource.Create(installation.Database);
        var (organisations, accounts) = (await IdsAsync(database, "identity.organisations"), await IdsAsync(database, "identity.accounts"));
        Assert.NotEmpty(organisations);
        Assert.NotEmpty(accounts);
        foreach (var (table, _) in Organisations)
        {
            Assert.Empty(organisations.Except(await IdsAsync(database, table, "\"Version\" > 0")).Select(id => $"{table} lacks {id}"));
        }

        foreach (var (table, _) in Accounts)
        {
            Assert.Empty(accounts.Except(await IdsAsync(database, table, "\"Version\" > 0")).Select(id => $"{table} lacks {id}"));
        }
    }

    [Fact]
    public async Task A_service_that_lost_some_and_mixed_up_other_copies_is_level_again_after_its_start()
    {
        await installation.StartedAsync();
        await using var database = NpgsqlDataSource.Create(installation.Database);
        await installation[ServiceNames.Needs].KillAsync();
        await installation[ServiceNames.Notifications].KillAsync();
        await using (var harm = database.CreateCommand(
            "UPDATE needs.organisations SET \"Suspended\" = TRUE, \"Name\" = 'another'; DELETE FROM needs.accounts; DELETE FROM notifications.people; DELETE FROM notifications.accounts"))
        {
            await harm.ExecuteNonQueryAsync();
        }

        installation[ServiceNames.Needs].Start();
        installation[ServiceNames.Notifications].Start();
        // Says so only when it has caught up: it knew nobody.
        await installation[ServiceNames.Needs].HealthyAsync();
        await installation[ServiceNames.Notifications].HealthyAsync();

        var accounts = await IdsAsync(database, "identity.accounts");
        foreach (var table in new[] { "needs.accounts", "notifications.people", "notifications.accounts" })
        {
            Assert.Empty(accounts.Except(await IdsAsync(database, table)).Select(id => $"{table} lacks {id}"));
        }

        // Those that are Identity's own; a test before may have told of others.
        Assert.Empty((await IdsAsync(database, "identity.organisations")).Intersect(await IdsAsync(database, "needs.organisations", "\"Name\" = 'another'")));
    }

    [Fact]
    public async Task Two_facts_of_one_entity_in_one_queue_leave_the_second_in_every_service()
    {
        await installation.StartedAsync();
        await using var database = NpgsqlDataSource.Create(installation.Database);
        var rounds = int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), CultureInfo.InvariantCulture, out var given) ? given : FewRounds;
        List<Guid> organisations = [], accounts = [], needs = [];
        var processes = Readers.Select(s => installation[s]).ToList();
        for (var round = 0; round < rounds; round++)
        {
            var (organisation, account, need) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            organisations.Add(organisation);
            accounts.Add(account);
            needs.Add(need);
            await Task.WhenAll(processes.Select(p => p.FreezeAsync()));
            try
            {
                await PublishAsync([
                    Organisation(organisation, 1, "first", OrganisationStatus.Approved), Organisation(organisation, 2, "second", OrganisationStatus.Suspended),
                    Account(account, 1, true), Account(account, 2, false), Need(need, organisation, 1, "first"), Need(need, organisation, 2, "second"),
                ]);
            }
            finally
            {
                await Task.WhenAll(processes.Select(p => p.ThawAsync()));
            }
        }

        List<(string Table, List<Guid> Ids, string Right)> wanted =
        [
            .. Organisations.Select(o => (o.Table, organisations, o.Suspended)), .. Accounts.Select(a => (a.Table, accounts, a.Locked)),
            ("search.documents", needs, "\"Json\" LIKE '%second title%'"),
            ("cooperation.items", needs, "\"Title\" = 'second title' AND \"OrganisationName\" = 'second'"),
        ];
        List<string> stale = [];
        try
        {
            await Probe.Until(
                async () =>
                {
                    stale.Clear();
                    foreach (var (table, ids, right) in wanted)
                    {
                        var wrong = ids.Except(await IdsAsync(database, table, $"\"Version\" = 2 AND {right}")).Count();
                        stale.AddRange(wrong > 0 ? [$"{table} {wrong}"] : Array.Empty<string>());
                    }

                    return stale.Count == 0;
                },
                "every copy is that of the second fact", 120);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"After {rounds} rounds stale: {string.Join(", ", stale)}");
        }
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlDataSource database, string table, string where = "TRUE")
    {
        List<Guid> ids = [];
        await using var command = database.CreateCommand($"SELECT \"Id\" FROM {table} WHERE {where}");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    /// <summary>By Identity's outbox, until the broker has all of them.</summary>
    private async Task PublishAsync(IReadOnlyList<IFact> facts)
    {
        await using var db = new IdentityOutbox(new DbContextOptionsBuilder<IdentityOutbox>().UseNpgsql(installation.Database).Options);
        foreach (var fact in facts)
        {
            db.Publish(fact);
        }

        await db.SaveChangesAsync();
        await Probe.Until(
            async () => (await db.Database.SqlQueryRaw<int>("SELECT CAST(count(*) AS int) AS \"Value\" FROM identity.outbox_messages WHERE sent_at IS NULL").ToListAsync())[0] == 0,
            "the broker has the facts");
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static OrganisationChanged Organisation(Guid id, long version, string name, OrganisationStatus status) =>
        new(id, version, Now, new OrganisationSnapshot(name, name, OrganisationKind.Enterprise, status, null, "C34", null, "small", false, false));

    private static AccountChanged Account(Guid id, long version, bool active) =>
        new(id, version, Now, new AccountSnapshot("某人", active ? "somebody@example.com" : null, null, [Roles.Enterprise], active, "zh-CN"));

    private static NeedChanged Need(Guid id, Guid organisation, long version, string name) => new(
        id, version, Now,
        new RecordSnapshot<NeedContent>(
            "N-2026-9999", "published", true, Disclosure.L1, organisation, name, false, Guid.Empty, Now.AddDays(-30), null, [], new NeedContent { Title = $"{name} title" }));

    private sealed class IdentityOutbox(DbContextOptions<IdentityOutbox> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema(ServiceNames.Identity).AddMessaging();
    }
}
