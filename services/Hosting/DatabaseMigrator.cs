using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>
/// Brings every service's database up to date before anything else starts. With <c>Storage:Migrate=false</c> it only
/// checks, so that replicas wait for the one-shot <c>--migrate</c> run.
/// </summary>
internal sealed partial class DatabaseMigrator(
    IServiceProvider services, IEnumerable<MigratedContext> contexts, IConfiguration configuration,
    DataFolderLock folder, IEnumerable<IBeforeDatabases> before, ILogger<DatabaseMigrator> logger)
    : IHostedService
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);

    /// <summary>Whether all databases are up to date; part of readiness.</summary>
    public bool Done { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
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

            var pending = (await db.GetPendingMigrationsAsync(cancellationToken)).ToList();
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

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Migrated {Service}: {Count} migrations")]
    private partial void LogMigrated(string service, int count);
}
