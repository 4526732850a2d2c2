using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Hosting;

internal static class HealthExtensions
{
    public static void AddHostHealth(this IHostApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("databases");

    public static void MapHostHealth(this WebApplication app)
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // The word that probes look for, and what the checks have to say.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(string.Join('\n', report.Entries
            .Where(e => e.Value.Status != HealthStatus.Healthy || e.Value.Description is not null)
            .Select(e => $"{e.Key}: {e.Value.Description ?? e.Value.Status.ToString()}")
            .Prepend(report.Status.ToString())));
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
            foreach (var (service, type) in contexts)
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!await ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database.CanConnectAsync(cancellationToken))
                {
                    away.Add(service);
                }
            }

            return away.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("Databases that cannot be reached: " + string.Join(", ", away));
        }
    }
}
