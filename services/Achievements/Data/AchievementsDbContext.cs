using Matchmaking.Achievements.Domain;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Records.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Achievements.Data;

/// <summary>Database of the service.</summary>
public abstract class AchievementsDbContext(DbContextOptions options)
    : RecordDbContext<Achievement, AchievementContent, AchievementStatus>(options, ServiceNames.Achievements);

public sealed class SqliteAchievementsDbContext(DbContextOptions<SqliteAchievementsDbContext> options) : AchievementsDbContext(options);

public sealed class PostgresAchievementsDbContext(DbContextOptions<PostgresAchievementsDbContext> options) : AchievementsDbContext(options);
