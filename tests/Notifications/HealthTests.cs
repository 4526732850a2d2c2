using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matchmaking.Notifications.Tests;

public sealed class HealthTests
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_mail_that_waits_too_long_degrades_the_service(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(
            database, new Post { Before = () => throw new IOException("closed") }, "--Mail:MaxAgeSeconds", "60");
        var (old, young, givenUp) = (NotificationsHost.Mail(Now.AddMinutes(-2)), NotificationsHost.Mail(Now), NotificationsHost.Mail(Now.AddDays(-4)));
        givenUp.Attempts = 12;
        // The host's own sender must not write to it while the test does.
        old.NextAttemptAt = Now.AddDays(1);
        await host.WriteAsync(young, givenUp);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host, "mail")).Status);

        await host.WriteAsync(old);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(host, "mail")).Status);
        await host.UseAsync(db => db.Mails.Where(m => m.Id == old.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, Now)));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host, "mail")).Status);
    }

    [Fact]
    public async Task A_database_out_of_reach_makes_the_service_unhealthy()
    {
        var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var host = await NotificationsHost.StartAsync(database, new Post());
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host, "databases")).Status);

        await database.DisposeAsync();
        var health = await HealthAsync(host, "databases");
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("notifications", health.Description, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> HealthAsync(NotificationsHost host, string name) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => r.Name == name)).Entries[name];
}
