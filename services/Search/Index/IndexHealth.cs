using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Search.Index;

/// <summary>Degraded, never worse, while the engine is away: the service takes records all the same.</summary>
internal sealed class IndexHealth(IndexHolder index) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        // Anybody may read it: the engine's own words, which may hold addresses, are for the operator's page.
        Task.FromResult((index.Available, index.Problem) switch
        {
            (false, _) => HealthCheckResult.Degraded($"the search engine ({index.Engine}) is not available"),
            (_, not null) => HealthCheckResult.Degraded($"the search engine ({index.Engine}) does not take all changes; {index.Behind} wait"),
            _ => HealthCheckResult.Healthy(),
        });
}
