using Matchmaking.Notifications.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Notifications.Mail;

/// <summary>Degraded where a mail has waited longer than <c>Mail:MaxAgeSeconds</c>; mails that were given up do not wait any more.</summary>
internal sealed class MailHealthCheck(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time) : IHealthCheck
{
    private const double DefaultMaxAgeSeconds = 900;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var waiting = scope.ServiceProvider.GetRequiredService<NotificationsDbContext>().Mails.AsNoTracking()
            .Where(m => m.SentAt == null && m.Attempts < MailSender.MostAttempts);
        var oldest = await waiting.MinAsync(m => (DateTime?)m.WrittenAt, cancellationToken);
        var age = oldest is { } at ? time.GetUtcNow().UtcDateTime - at : TimeSpan.Zero;
        var data = new Dictionary<string, object> { ["oldestSeconds"] = Math.Round(age.TotalSeconds, 1) };
        return age.TotalSeconds > configuration.GetValue("Mail:MaxAgeSeconds", DefaultMaxAgeSeconds)
            ? HealthCheckResult.Degraded($"A mail has waited for {age.TotalSeconds:0} s.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
