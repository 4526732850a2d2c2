using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Data;

/// <summary>Gives out human numbers such as N-2026-0412.</summary>
public static class Numbers
{
    /// <summary>The next number under a prefix in a year; never given twice, though a rolled-back transaction may leave a gap.</summary>
    public static async Task<string> NextNumberAsync(this DbContext db, string prefix, int year, CancellationToken cancellation) =>
        $"{prefix}-{year}-{await AddAsync(db, $"{prefix}-{year}", 1, cancellation):0000}";

    /// <summary>
    /// Holds a year's numbers until the end of the transaction, as whoever takes one does: those who create records come one
    /// after the other, and the second sees what the first has created.
    /// </summary>
    public static Task HoldNumbersAsync(this DbContext db, string prefix, int year, CancellationToken cancellation) =>
        AddAsync(db, $"{prefix}-{year}", 0, cancellation);

    private static async Task<long> AddAsync(DbContext db, string key, long more, CancellationToken cancellation)
    {
        var table = db.Model.FindEntityType(typeof(Domain.Counter))!;
        var name = (table.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{table.GetTableName()}\"";
#pragma warning disable EF1002 // the table's name comes from the model, the values are parameters
        var values = await db.Database.SqlQueryRaw<long>(
            $"INSERT INTO {name} AS c (\"Key\", \"Value\") VALUES ({{0}}, {{1}}) ON CONFLICT (\"Key\") DO UPDATE SET \"Value\" = c.\"Value\" + {{1}} RETURNING \"Value\"",
            key, more).ToListAsync(cancellation);
#pragma warning restore EF1002
        return values.Single();
    }
}
