using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// Whether the semantic signal is active. Degraded, never worse, while the model fails: records are ranked by words until
/// it works again.
/// </summary>
internal sealed class EmbeddingHealth(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(services.GetService<EmbeddingProgress>() switch
        {
            null => HealthCheckResult.Healthy("no model, records are ranked by words"),
            { Fault: null } progress => HealthCheckResult.Healthy($"a model is active, {progress.Waiting} records wait for it"),
            { } progress => HealthCheckResult.Degraded($"the model fails, {progress.Waiting} records wait for it"),
        });
}
