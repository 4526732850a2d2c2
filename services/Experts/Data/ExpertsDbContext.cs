using Matchmaking.Contracts;
using Matchmaking.Contracts.Experts;
using Matchmaking.Experts.Domain;
using Matchmaking.Records.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Experts.Data;

/// <summary>Database of the service.</summary>
public abstract class ExpertsDbContext(DbContextOptions options)
    : RecordDbContext<Expert, ExpertContent, ExpertStatus>(options, ServiceNames.Experts);

public sealed class SqliteExpertsDbContext(DbContextOptions<SqliteExpertsDbContext> options) : ExpertsDbContext(options);

public sealed class PostgresExpertsDbContext(DbContextOptions<PostgresExpertsDbContext> options) : ExpertsDbContext(options);
