using Matchmaking.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Matchmaking.Messaging;

/// <summary>
/// The one way to keep a copy of another service's entity. Several handlers of a queue run at once, so two facts of one
/// entity do too: reading a version and writing by it takes a lock in between, on a first fact as well.
/// </summary>
public static class Copies
{
    /// <summary>Locks the copy until the end of the transaction and takes the fact's version, unless a newer one is known.</summary>
    /// <param name="blank">The copy's key, and what stands in columns without a value until the handler fills them.</param>
    /// <returns>The copy as it was, but for its version, to be filled and saved; null where there is nothing to do.</returns>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public static Task<TCopy?> TakeAsync<TCopy>(this DbContext db, TCopy blank, IFact fact, FactContext context, CancellationToken cancellation)
        where TCopy : class, ICopy => db.TakeAsync(blank, fact.Version, context.Comparing, cancellation);

    /// <inheritdoc cref="TakeAsync{TCopy}(DbContext, TCopy, IFact, FactContext, CancellationToken)" />
    /// <param name="again">Take the version that is known already, too.</param>
    public static async Task<TCopy?> TakeAsync<TCopy>(this DbContext db, TCopy blank, long version, bool again, CancellationToken cancellation)
        where TCopy : class, ICopy
    {
        var copy = await db.HoldAsync(blank, cancellation);
        if (copy.Version > version || (copy.Version == version && !again))
            return null;
        copy.Version = version;
        return copy;
    }

    /// <summary>Locks a copy until the end of the transaction; where there is none, one that says nothing yet is made.</summary>
    /// <inheritdoc cref="TakeAsync{TCopy}(DbContext, TCopy, IFact, FactContext, CancellationToken)" />
    /// <returns>The copy as it stands.</returns>
    public static async Task<TCopy> HoldAsync<TCopy>(this DbContext db, TCopy blank, CancellationToken cancellation) where TCopy : class, ICopy
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException($"{typeof(TCopy).Name} can be held in a transaction only.");
        var table = new CopyTable(db, blank);
        return await table.LockAsync<TCopy>(cancellation) ?? await MakeAsync();

        async Task<TCopy> MakeAsync()
        {
            // Waits for whoever is inserting the same one, and leaves his.
            await table.InsertAsync(cancellation);
            return await table.LockAsync<TCopy>(cancellation) ?? throw new DbUpdateConcurrencyException($"{typeof(TCopy).Name} was deleted meanwhile.");
        }
    }

    /// <summary>The statements on one copy's row.</summary>
    private sealed class CopyTable
    {
        private readonly DbContext _db;
        private readonly string _name;
        private readonly IReadOnlyList<Column> _key;
        private readonly IReadOnlyList<Column> _required;

        public CopyTable(DbContext db, object blank)
        {
            _db = db;
            var type = db.Model.FindEntityType(blank.GetType()) ?? throw new InvalidOperationException($"{db.GetType().Name} does not map {blank.GetType().Name}.");
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            var sql = db.GetService<ISqlGenerationHelper>();
            _name = sql.DelimitIdentifier(table.Name, table.Schema);
            _key = [.. type.FindPrimaryKey()!.Properties.Select(Of)];
            _required = [.. type.GetProperties().Where(p => !p.IsNullable).Select(Of)];

            Column Of(IProperty property)
            {
                var value = db.Entry(blank).Property(property).CurrentValue!;
                return new(sql.DelimitIdentifier(property.GetColumnName(table)!), property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value, value);
            }
        }

        public async Task<TCopy?> LockAsync<TCopy>(CancellationToken cancellation) where TCopy : class
        {
            // What was read before the lock may be old by now.
            if (_db.Set<TCopy>().Local.FindEntryUntyped(_key.Select(c => c.Value)) is { } read)
                read.State = EntityState.Detached;
            // SQLite's writer lock is the transaction's already.
            var sql = $"SELECT * FROM {_name} WHERE {string.Join(" AND ", _key.Select((c, i) => $"{c.Name} = {{{i}}}"))}{(_db.IsPostgres() ? " FOR UPDATE" : "")}";
            return (await _db.Set<TCopy>().FromSqlRaw(sql, [.. _key.Select(c => c.Stored)]).AsTracking().ToListAsync(cancellation)).SingleOrDefault();
        }

        public Task InsertAsync(CancellationToken cancellation)
        {
            var sql = $"INSERT INTO {_name} ({string.Join(", ", _required.Select(c => c.Name))}) VALUES ({string.Join(", ", _required.Select((_, i) => $"{{{i}}}"))}) ON CONFLICT DO NOTHING";
            return _db.Database.ExecuteSqlRawAsync(sql, _required.Select(c => c.Stored), cancellation);
        }

        private sealed record Column(string Name, object Stored, object Value);
    }
}
