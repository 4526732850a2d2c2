using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Search.Index;

/// <summary>Degraded, never worse, while the engine is away: the service takes records all the same.</summary>
internal sealed class IndexHealth(IndexHolder index) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Asked, not remembered: nobody may have searched since it froze.
            await index.StatisticsAsync([], cancellationToken);
        }
        catch (SearchUnavailableException)
        {
            // Noted by the holder, as any reader's.
        }

        // Anybody may read it: the engine's own words, which may hold addresses, are for the operator's page.
        return (index.Available, index.Problem) switch
        {
            (false, _) => HealthCheckResult.Degraded($"the search engine ({index.Engine}) is not available"),
            (_, not null) => HealthCheckResult.Degraded($"the search engine ({index.Engine}) does not take all changes; {index.Behind} wait"),
            _ => HealthCheckResult.Healthy(),
        };
    }
}
