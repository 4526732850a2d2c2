using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Search.Embedding;

/// <summary>Degraded, never worse, while the model fails: records are ranked by words until it works again.</summary>
internal sealed class EmbeddingHealth(EmbeddingProgress progress) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(progress.Fault is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"the embedding model fails; {progress.Waiting} records wait"));
}
