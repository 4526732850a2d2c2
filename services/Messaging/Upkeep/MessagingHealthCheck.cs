using MassTransit;
using Matchmaking.Messaging.Upkeep;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Messaging;

/// <summary>
/// Health of one service's messaging. Unhealthy: the bus is not up, or a fact has waited longer than
/// <c>Outbox:MaxAgeSeconds</c>. Degraded: dead or poisoned messages wait for an operator.
/// </summary>
internal sealed class MessagingHealthCheck(ServiceMessaging service, IBusControl bus, BacklogReader reader, OutboxOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        if (health.Status != BusHealthStatus.Healthy)
            return HealthCheckResult.Unhealthy($"The bus is not up: {health.Description}");
        var backlog = await reader.ReadAsync(service.DbContext, cancellationToken);
        var data = new Dictionary<string, object>
        {
            ["oldestSeconds"] = Math.Round(backlog.OldestAge.TotalSeconds, 1),
            ["dead"] = backlog.Dead,
            ["poison"] = backlog.Poison,
        };
        if (backlog.OldestAge.TotalSeconds > options.MaxAgeSeconds)
            return HealthCheckResult.Unhealthy($"A fact has waited for {backlog.OldestAge.TotalSeconds:0} s.", data: data);
        return backlog is { Dead: 0, Poison: 0 }
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded($"{backlog.Dead} dead and {backlog.Poison} poisoned messages wait for an operator.", data: data);
    }
}
