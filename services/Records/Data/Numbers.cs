using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Data;

/// <summary>Gives out human numbers such as N-2026-0412.</summary>
public static class Numbers
{
    /// <summary>The next number under a prefix in a year; never given twice, though a rolled-back transaction may leave a gap.</summary>
    public static async Task<string> NextNumberAsync(this DbContext db, string prefix, int year, CancellationToken cancellation)
    {
        var table = db.Model.FindEntityType(typeof(Domain.Counter))!;
        var name = (table.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{table.GetTableName()}\"";
        var key = $"{prefix}-{year}";
#pragma warning disable EF1002 // the table's name comes from the model, the key is a parameter
        var values = await db.Database.SqlQueryRaw<long>(
            $"INSERT INTO {name} AS c (\"Key\", \"Value\") VALUES ({{0}}, 1) ON CONFLICT (\"Key\") DO UPDATE SET \"Value\" = c.\"Value\" + 1 RETURNING \"Value\"",
            key).ToListAsync(cancellation);
#pragma warning restore EF1002
        return $"{key}-{values.Single():0000}";
    }
}
