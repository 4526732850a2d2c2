using MassTransit;
using Matchmaking.Messaging.Upkeep;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Messaging;

/// <summary>
/// Health of one service's messaging. Unhealthy: the bus is not up, or a fact has waited longer than
/// <c>Outbox:MaxAgeSeconds</c>. Degraded: dead or poisoned messages wait for an operator, or others for who listens to them.
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
            ["unheard"] = backlog.Unheard,
        };
        if (backlog.OldestAge.TotalSeconds > options.MaxAgeSeconds)
            return HealthCheckResult.Unhealthy($"A fact has waited for {backlog.OldestAge.TotalSeconds:0} s.", data: data);
        return backlog switch
        {
            { Dead: 0, Poison: 0, Unheard: 0 } => HealthCheckResult.Healthy(data: data),
            { Dead: 0, Poison: 0 } => HealthCheckResult.Degraded($"{backlog.Unheard} messages wait for a service that has never started.", data: data),
            _ => HealthCheckResult.Degraded($"{backlog.Dead} dead and {backlog.Poison} poisoned messages wait for an operator.", data: data),
        };
    }
}
