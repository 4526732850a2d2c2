using Matchmaking.Contracts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Needs.Domain;
using Matchmaking.Records.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Needs.Data;

/// <summary>Database of the service.</summary>
public abstract class NeedsDbContext(DbContextOptions options)
    : RecordDbContext<Need, NeedContent, NeedStatus>(options, ServiceNames.Needs);

public sealed class SqliteNeedsDbContext(DbContextOptions<SqliteNeedsDbContext> options) : NeedsDbContext(options);

public sealed class PostgresNeedsDbContext(DbContextOptions<PostgresNeedsDbContext> options) : NeedsDbContext(options);
