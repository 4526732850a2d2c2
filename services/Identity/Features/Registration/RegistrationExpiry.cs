using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>
/// Deletes registrations that nobody confirmed in time, hourly. Those from before they waited apart, which hold a credit
/// code and stand in the bureau's queue, are rejected instead: others have heard of them.
/// </summary>
internal sealed partial class RegistrationExpiry(
    IServiceScopeFactory scopes, TimeProvider time, ILogger<RegistrationExpiry> logger) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <returns>How many were deleted or rejected.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var now = time.GetUtcNow().UtcDateTime;
        var deleted = await db.Registrations.Where(r => r.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);

        var before = now - Domain.Registration.Lifetime;
        var ledger = scope.ServiceProvider.GetRequiredService<Ledger>();
        var old = await db.Organisations
            .Where(o => o.Status == OrganisationStatus.Pending && o.CreatedAt < before
                && db.Users.Any(a => a.OrganisationId == o.Id) && !db.Users.Any(a => a.OrganisationId == o.Id && a.EmailConfirmed))
            .OrderBy(o => o.CreatedAt).Take(Batch).ToListAsync(cancellation);
        foreach (var organisation in old)
        {
            organisation.Status = OrganisationStatus.Rejected;
            organisation.RejectReason = "邮箱未在 24 小时内确认，注册已失效";
            organisation.DecidedAt = now;
            ledger.Audit(Actor.System, AuditVerbs.OrganisationReject, organisation, nameof(OrganisationStatus.Pending), organisation.RejectReason);
            ledger.Changed(organisation);
        }

        await db.SaveChangesAsync(cancellation);
        return deleted + old.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old registrations could not be removed; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
