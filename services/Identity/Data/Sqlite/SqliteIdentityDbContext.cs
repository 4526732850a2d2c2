using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Data.Sqlite;

/// <summary>The context on SQLite; carries that provider's migrations.</summary>
public sealed class SqliteIdentityDbContext(DbContextOptions<SqliteIdentityDbContext> options) : IdentityDbContext(options);
