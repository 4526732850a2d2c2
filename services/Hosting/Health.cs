using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Hosting;

public static class HealthExtensions
{
    /// <summary>Tag of a check whose words are worth reading though all is well.</summary>
    public const string Telling = "telling";

    internal static void AddHostHealth(this IHostApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("databases");

    internal static void MapHostHealth(this WebApplication app)
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // The word that probes look for and what it is about; after an empty line, what is well and yet worth saying.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var told = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy || e.Value.Tags.Contains(Telling))
            .Select(e => (Well: e.Value.Status == HealthStatus.Healthy, Text: $"{e.Key}: {e.Value.Description ?? e.Value.Status.ToString()}"))
            .ToLookup(e => e.Well, e => e.Text);
        return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. told[false], .. told[true].Any() ? told[true].Prepend("") : []]));
    }

    /// <summary>Unhealthy before the migrations are done, and while a database of this process cannot be reached.</summary>
    private sealed class DatabaseHealth(DatabaseMigrator migrator, IEnumerable<MigratedContext> contexts, IServiceScopeFactory scopes) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!migrator.Done)
            {
                return HealthCheckResult.Unhealthy("Migrations are not done");
            }

            List<string> away = [];
            List<string> unwritable = [];
            foreach (var (service, type) in contexts)
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database;
                if (!await db.CanConnectAsync(cancellationToken))
                {
                    away.Add(service);
                }
                else if (await DatabaseFile.IsUnwritableAsync(db, cancellationToken))
                {
                    unwritable.Add(service);
                }
            }

            return (away.Count, unwritable.Count) switch
            {
                (0, 0) => HealthCheckResult.Healthy(),
                (0, _) => HealthCheckResult.Unhealthy("Database files that cannot be written, or no space on the disk: " + string.Join(", ", unwritable)),
                _ => HealthCheckResult.Unhealthy("Databases that cannot be reached: " + string.Join(", ", away)),
            };
        }
    }
}
