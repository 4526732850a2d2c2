using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Data.Postgres;

/// <summary>The context on PostgreSQL; carries that provider's migrations.</summary>
public sealed class PostgresIdentityDbContext(DbContextOptions<PostgresIdentityDbContext> options) : IdentityDbContext(options);
