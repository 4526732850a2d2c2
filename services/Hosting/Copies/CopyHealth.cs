using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Hosting;

/// <summary>
/// Unhealthy while a new service catches up with what happened before it; no longer than a while, for an owner may be no part
/// of the installation. Degraded while an owner cannot be asked.
/// </summary>
internal sealed class CopyHealth(CopyKeeper keeper, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var all = keeper.Comparisons;
        var first = all.Where(c => c.ComparedAt is null && c.Fresh != false && time.GetUtcNow() - c.Since < Patience).ToList();
        if (first.Count > 0)
        {
            return HealthCheckResult.Unhealthy($"catching up: {Names(first)}");
        }

        if (all.Where(c => c.Failing).ToList() is { Count: > 0 } failing)
        {
            return HealthCheckResult.Degraded($"cannot be compared: {Names(failing)}");
        }

        if (all.Sum(c => c.Failed) is > 0 and var failed)
        {
            return HealthCheckResult.Degraded($"{failed} entities of other services could not be taken; see the log");
        }

        return HealthCheckResult.Healthy(all.Count == 0
            ? "nothing to compare"
            : all.Any(c => c.ComparedAt is null)
                ? "being compared with their owners"
                : $"compared {all.Max(c => c.ComparedAt)!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {all.Sum(c => c.Mended)} mended");
    }

    private static string Names(IEnumerable<CopyKeeper.Comparison> comparisons) => string.Join(
        "; ", comparisons.GroupBy(c => c.Module.Name).Select(g => $"{g.Key} with {string.Join(", ", g.Select(c => c.Owner))}"));
}
