using Matchmaking.Messaging.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Matchmaking.Hosting;

/// <summary>
/// Brings every service's database up to date before anything else starts. With <c>Storage:Migrate=false</c> it only
/// checks, so that replicas wait for the one-shot <c>--migrate</c> run.
/// </summary>
internal sealed partial class DatabaseMigrator(
    IServiceProvider services, IEnumerable<MigratedContext> contexts, IConfiguration configuration,
    DataFolderLock folder, IEnumerable<IBeforeDatabases> before, TimeProvider time, ILogger<DatabaseMigrator> logger)
    : IHostedService
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Whether all databases are up to date; part of readiness.</summary>
    public bool Done { get; private set; }

    /// <summary>Waits for databases that are away for as long as it takes.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => MigrateAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Brings all databases up to date.</summary>
    /// <param name="longest">How long to wait for one that is away.</param>
    /// <exception cref="InvalidOperationException">One cannot be used as things are; the message says what to do.</exception>
    public async Task MigrateAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (contexts.Any())
        {
            folder.Take();
        }

        foreach (var work in before)
        {
            await work.RunAsync(cancellationToken);
        }

        foreach (var (service, type) in contexts)
        {
            await using var scope = services.CreateAsyncScope();
            var db = ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database;
            if (await DatabaseFile.IsUnwritableAsync(db, cancellationToken))
            {
                throw new InvalidOperationException(
                    $"数据库文件 {DatabaseFile.PathOf(db)} 不可写，请检查它的属主、权限和磁盘空间。 The database file {DatabaseFile.PathOf(db)} cannot be written. Check its owner, its permissions and the space on the disk.");
            }

            var pending = await PendingAsync(db, service, longest, cancellationToken);
            if (pending.Count == 0)
            {
                continue;
            }

            if (!configuration.GetValue("Storage:Migrate", true))
            {
                throw new InvalidOperationException(
                    $"The database of {service} lacks {pending.Count} migrations. Run this host once with --migrate.");
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(LockPatience);
            try
            {
                await db.MigrateAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException(
                    $"The migration lock of {service} was held for {LockPatience.TotalSeconds:0} s. If no other process migrates, " +
                    "an earlier one was killed in mid-migration: delete the rows of table __EFMigrationsLock and start again.");
            }

            LogMigrated(service, pending.Count);
        }

        Done = true;
    }

    private async Task<List<string>> PendingAsync(DatabaseFacade db, string service, TimeSpan longest, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return [.. await db.GetPendingMigrationsAsync(cancellation)];
            }
            catch (Exception exception) when (DatabaseFaults.IsAway(exception))
            {
                if (longest != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) > longest)
                {
                    throw new InvalidOperationException(
                        $"{service} 的数据库 {longest.TotalSeconds:0} 秒内连不上，请检查 Storage:Postgres 和数据库是否在运行。 " +
                        $"The database of {service} could not be reached within {longest.TotalSeconds:0} s. Check Storage:Postgres and whether the database runs. " +
                        exception.GetBaseException().Message, exception);
                }

                if (pause == FirstPause)
                {
                    LogWaiting(service, exception.GetBaseException().Message);
                }

                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database of {Service}: {Reason}")]
    private partial void LogWaiting(string service, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Migrated {Service}: {Count} migrations")]
    private partial void LogMigrated(string service, int count);
}
