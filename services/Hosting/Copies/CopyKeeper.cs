using Matchmaking.Contracts;
using Matchmaking.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>
/// Compares what the services of this process keep of other services' entities with the owners' change feeds, at start and
/// once a day, and mends it: facts that were published before a service first listened, or got lost, come in this way.
/// </summary>
internal sealed partial class CopyKeeper(
    HostedModules modules, CopyMender mender, OwnerFeeds feeds, IHostApplicationLifetime lifetime, IServiceScopeFactory scopes,
    IConfiguration configuration, TimeProvider time, ILogger<CopyKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan Jitter = TimeSpan.FromHours(1);
    private static readonly TimeSpan StartJitter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Pages are read side by side, since an owner may be slow or away, and taken one by one.
    private readonly SemaphoreSlim _taking = new(1, 1);

    /// <summary>Every service of this process with each owner of something that it keeps.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; private set; } = [];

    public override void Dispose()
    {
        base.Dispose();
        _taking.Dispose();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // In memory nothing comes from outside this process, and nobody outside could be asked.
        var outside = string.Equals(configuration["Bus:Transport"], "rabbitmq", StringComparison.OrdinalIgnoreCase);
        Comparisons = [.. modules.All.Where(m => m.DbContext is not null)
            .SelectMany(m => mender.KeptBy(m.Name).Select(f => f.Split('.')[0]).Distinct()
                .Where(owner => OwnerFeeds.Has(owner) && (outside || modules.Has(owner)))
                .Select(owner => new Comparison(m, owner, time.GetUtcNow())))];
        await base.StartAsync(cancellationToken);
        foreach (var comparison in Comparisons)
        {
            try
            {
                comparison.Fresh = await KnowsNobodyAsync(comparison.Module, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Its database is away: asked again before the comparison.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Owners in this process answer from then on.
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(Comparisons.Select(c => KeepAsync(c, stoppingToken)));
    }

    private async Task KeepAsync(Comparison comparison, CancellationToken stopping)
    {
        for (var failures = 0; ;)
        {
            TimeSpan pause;
            try
            {
                await mender.ListeningAsync(stopping);
                comparison.Fresh ??= await KnowsNobodyAsync(comparison.Module, stopping);
                if (comparison is { Fresh: false, ComparedAt: null } && failures == 0)
                {
                    await Task.Delay(StartJitter * Random.Shared.NextDouble(), time, stopping);
                }

                await CompareAsync(comparison, stopping);
                failures = 0;
                pause = Interval + Jitter * Random.Shared.NextDouble();
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                if (failures++ == 0)
                {
                    LogAway(comparison.Module.Name, comparison.Owner, exception.Message);
                }

                comparison.Failing = true;
                pause = LongestPause * Math.Min(1, Math.Pow(2, failures) / 64) * (0.5 + Random.Shared.NextDouble() / 2);
            }

            await Task.Delay(pause, time, stopping);
        }
    }

    private async Task CompareAsync(Comparison comparison, CancellationToken cancellation)
    {
        var (service, owner) = (comparison.Module.Name, comparison.Owner);
        var (seen, missing, different, failed) = (0, 0, 0, 0);
        await foreach (var page in feeds.ReadAsync(owner, cancellation))
        {
            await _taking.WaitAsync(cancellation);
            try
            {
                foreach (var fact in page)
                {
                    seen++;
                    try
                    {
                        var state = await mender.CompareAsync(service, fact, cancellation);
                        missing += state == CopyState.Missing ? 1 : 0;
                        different += state == CopyState.Different ? 1 : 0;
                    }
                    catch (Exception exception) when (!cancellation.IsCancellationRequested)
                    {
                        // One that cannot be taken keeps no other from being compared.
                        failed++;
                        LogFailed(exception, service, FactNames.Of(fact.GetType()), fact.Id);
                    }
                }
            }
            finally
            {
                _taking.Release();
            }
        }

        // At start some of it is on its way over the bus; later on it was lost.
        if (missing + different + failed > 0)
        {
            logger.Log(
                comparison.ComparedAt is null ? LogLevel.Information : LogLevel.Warning,
                "Of {Seen} entities of {Owner}, {Service} lacked {Missing} and knew {Different} otherwise; mended, but for {Failed}",
                seen, owner, service, missing, different, failed);
        }

        comparison.Finish(time.GetUtcNow(), missing + different, failed);
    }

    private async Task<bool> KnowsNobodyAsync(IModule module, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return scope.ServiceProvider.GetRequiredService(module.DbContext!) is ServiceDbContext db
            && !await db.Set<KnownAccount>().AnyAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} could not be compared with {Owner} and tries again: {Reason}")]
    private partial void LogAway(string service, string owner, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} could not take the present state of {Fact} {Id}")]
    private partial void LogFailed(Exception exception, string service, string fact, Guid id);

    /// <summary>How it stands between a service and an owner.</summary>
    internal sealed class Comparison(IModule module, string owner, DateTimeOffset since)
    {
        public IModule Module => module;

        public string Owner => owner;

        /// <summary>When this process began.</summary>
        public DateTimeOffset Since => since;

        /// <summary>The service knew nobody when it started; null until it has looked.</summary>
        public bool? Fresh { get; set; }

        /// <summary>The last try did not come to an end.</summary>
        public bool Failing { get; set; }

        public DateTimeOffset? ComparedAt { get; private set; }

        /// <summary>Entities of the last comparison that had to be mended.</summary>
        public int Mended { get; private set; }

        /// <summary>Entities of the last comparison that could not be.</summary>
        public int Failed { get; private set; }

        public void Finish(DateTimeOffset at, int mended, int failed) => (Failing, ComparedAt, Mended, Failed) = (false, at, mended, failed);
    }
}
