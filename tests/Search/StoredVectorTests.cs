using Matchmaking.Search.Data;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

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
}
