using Matchmaking.Contracts.Records;
using Matchmaking.Search.Data;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#pragma warning disable EF1002 // the table is named by this class

namespace Matchmaking.Search.Tests;

/// <summary>Vectors belong to one wording of one record that is open.</summary>
public sealed class StoredVectorTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_withdrawn_record_leaves_no_vectors(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database, "--Search:Embedding:Path", TestSettings.Model);
        var id = await host.AchievementAsync("auto-a001", Guid.NewGuid());
        await Probe.Until(() => host.UseAsync(db => db.TokenVectors.AnyAsync(v => v.Id == id)), "it is embedded");
        await host.WithdrawAsync(id);
        var left = await host.UseAsync(async db => (await db.TokenVectors.CountAsync(), (await db.Texts.SingleAsync()).Sentence));
        Assert.Equal((0, null), left);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_vector_of_the_old_wording_that_comes_while_the_new_one_is_stored_does_not_stay(DatabaseKind database)
    {
        await using var host = await MarketHost.StartAsync(database);
        var id = await host.AchievementAsync("auto-a001", Guid.NewGuid());
        await host.UseAsync(async db =>
        {
            // Read before the model has seen the old wording, written after.
            await db.Texts.SingleAsync();
            await host.UseAsync(other => other.Texts.ExecuteUpdateAsync(set => set.SetProperty(t => t.Sentence, new byte[] { 1 }).SetProperty(t => t.Model, "model")));
            var store = new DocumentStore(db);
            var document = (await store.FindAsync(id, default))!;
            return await store.PutAsync(document with { Version = 2, Texts = [document.Texts[0]] }, default);
        });
        var text = await host.UseAsync(db => db.Texts.AsNoTracking().SingleAsync());
        Assert.Equal((null, null), (text.Sentence, text.Model));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Vectors_of_the_release_before_are_made_anew_and_its_process_does_not_interfere(DatabaseKind database)
    {
        await using var own = await TestDatabase.CreateAsync(database);
        await using var db = Open(own);
        var migrations = db.Database.GetMigrations().ToList();
        var table = database == DatabaseKind.Postgres ? "search.texts" : "texts";
        await db.GetService<IMigrator>().MigrateAsync(migrations[migrations.FindIndex(m => m.EndsWith("_KeepTokenVectorsApartAndMarkets", StringComparison.Ordinal)) - 1]);
        var id = Guid.NewGuid();
        db.Documents.Add(new StoredDocument { Id = id, Kind = RecordKind.Need, Json = "{}", Visible = true });
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlRawAsync($$"""INSERT INTO {{table}} ("Id", "Bag", "Embedding", "Model") VALUES ({0}, {1}, {2}, 'before')""", id, new byte[] { 1 }, new byte[] { 2 });

        await db.Database.MigrateAsync();
        var text = await db.Texts.AsNoTracking().SingleAsync();
        Assert.Equal((1, null, null), (text.Bag.Single(), text.Sentence, text.Model));
        // A process of the release before sees its own column filled, and takes no text for unseen.
        Assert.Equal("before", (await db.Database.SqlQueryRaw<string>($"""SELECT "Model" AS "Value" FROM {table} WHERE "Embedding" IS NULL""").ToListAsync()).Single());
    }

    private static SearchDbContext Open(TestDatabase database)
    {
        if (database.Kind == DatabaseKind.Sqlite)
        {
            var options = new DbContextOptionsBuilder<SqliteSearchDbContext>();
            database.Configure(options);
            return new SqliteSearchDbContext(options.Options);
        }
        else
        {
            var options = new DbContextOptionsBuilder<PostgresSearchDbContext>();
            database.Configure(options);
            return new PostgresSearchDbContext(options.Options);
        }
    }
}
