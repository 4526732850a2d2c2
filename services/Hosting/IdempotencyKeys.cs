using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>The keys of one service, each a row with the answer that was given.</summary>
internal sealed class IdempotencyKeys(DbContext db, TimeProvider time)
{
    public DbContext Db => db;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <returns>False where the key is taken.</returns>
    public async Task<bool> ClaimAsync(string id, string requestHash, CancellationToken cancellation)
    {
        var table = db.Model.FindEntityType(typeof(IdempotencyKey))!;
        var name = db.Model.GetDefaultSchema() is { } schema ? $"\"{schema}\".\"{table.GetTableName()}\"" : $"\"{table.GetTableName()}\"";
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        return await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {name} (\"Id\", \"RequestHash\", \"StatusCode\", \"At\") VALUES ({{0}}, {{1}}, 0, {{2}}) ON CONFLICT DO NOTHING",
            [id, requestHash, Now], cancellation) == 1;
#pragma warning restore EF1002
    }

    public Task<IdempotencyKey?> FindAsync(string id, CancellationToken cancellation) =>
        db.Set<IdempotencyKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellation);

    /// <summary>Waits for the answer of a twin that is at work, as a twin in one transaction waits for its row.</summary>
    /// <returns>The row, without an answer where there is none after <see cref="AnsweredApart.Patience"/>; null where the key is free.</returns>
    public async Task<IdempotencyKey?> AnsweredAsync(string id, string requestHash, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var row = await FindAsync(id, cancellation);
            if (row is not { StatusCode: 0 } || row.RequestHash != requestHash || row.At < Now - AnsweredApart.Lease || time.GetElapsedTime(start) > AnsweredApart.Patience)
            {
                return row;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
        }
    }

    /// <returns>False where whoever has the key may still be at work, or another has taken it over.</returns>
    public async Task<bool> TakeOverAsync(IdempotencyKey earlier, CancellationToken cancellation)
    {
        var now = Now;
        return earlier.At < now - AnsweredApart.Lease
            && await db.Set<IdempotencyKey>().Where(k => k.Id == earlier.Id && k.StatusCode == 0 && k.At == earlier.At)
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.At, now), cancellation) == 1;
    }

    public Task AnswerAsync(string id, RenderedAnswer answer, CancellationToken cancellation)
    {
        var (status, body, location) = answer.IsKept
            ? (answer.Status, answer.Body.Length == 0 ? null : Encoding.UTF8.GetString(answer.Body), answer.Location)
            : (-answer.Status, null, null);
        return db.Set<IdempotencyKey>().Where(k => k.Id == id).ExecuteUpdateAsync(
            s => s.SetProperty(k => k.StatusCode, status).SetProperty(k => k.Body, body).SetProperty(k => k.Location, location), cancellation);
    }

    public Task FreeAsync(string id) =>
        db.Set<IdempotencyKey>().Where(k => k.Id == id && k.StatusCode == 0).ExecuteDeleteAsync(CancellationToken.None);
}
