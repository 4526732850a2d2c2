using Matchmaking.Identity.Data;
using Matchmaking.Identity.SignIn;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Matchmaking.Identity.Tokens;

/// <summary>Removes ended tokens and authorizations, and places long unseen, once a day; they would otherwise pile up.</summary>
internal sealed partial class TokenPruning(IServiceScopeFactory scopes, TimeProvider time, ILogger<TokenPruning> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    // Longer than a refresh token lives, so that a reused one is still recognised.
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var before = time.GetUtcNow() - Keep;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
                var unseen = time.GetUtcNow().UtcDateTime - Places.Lifetime;
                await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Places.Where(p => p.SeenAt < unseen).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old tokens could not be removed; tried again tomorrow")]
    private partial void LogFailed(Exception exception);
}
