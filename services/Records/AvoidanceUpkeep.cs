using Matchmaking.Records.Consumers;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records;

/// <summary>
/// Keeps the names of approved organisations that became known in another way than by their facts, such as before this was
/// kept, and tells other services whom the records of that time keep away. Does nothing where all is known.
/// </summary>
internal sealed partial class AvoidanceUpkeep<TDb, TRecord, TContent, TStatus>(
    IServiceProvider services, ILogger<AvoidanceUpkeep<TDb, TRecord, TContent, TStatus>> logger, TimeProvider time) : BackgroundService
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    private const int Batch = 50;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                for (Guid? last = Guid.Empty; last is { } after;)
                {
                    last = await LearnNamesAsync(after, stoppingToken);
                }

                while (await RetellAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away, or somebody changed one of the records this very moment.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // The last of a full batch, null once there are no more.
    private async Task<Guid?> LearnNamesAsync(Guid after, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var names = scope.ServiceProvider.GetRequiredService<NameHandler<TDb, TRecord, TContent, TStatus>>();
        var unknown = await db.Organisations.AsNoTracking()
            .Where(o => o.Approved && o.Id.CompareTo(after) > 0 && !db.OrganisationNames.Any(n => n.OrganisationId == o.Id))
            .OrderBy(o => o.Id).Take(Batch).Select(o => new { o.Id, o.Name, o.ShortName }).ToListAsync(cancellation);
        foreach (var organisation in unknown)
        {
            // A name that is kept is not learned again: it is told in the same transaction.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await names.LearnAsync(organisation.Id, [organisation.Name, organisation.ShortName], cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return unknown.Count == Batch ? unknown[^1].Id : null;
    }

    private async Task<int> RetellAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<RecordStore<TDb, TRecord, TContent, TStatus>>();
        var records = await store.Db.Records.Where(r => r.PublishedContent != null && r.Avoided == null).OrderBy(r => r.Id).Take(Batch).ToListAsync(cancellation);
        foreach (var record in records)
        {
            record.Avoided = string.Join('\n', Meant.KeysOf(store.Definition.Avoid(record.PublishedContent!)));
            if (record.Avoided.Length > 0 && store.Definition.IsVisible(record))
            {
                store.Retell(record);
            }
        }

        await store.Db.SaveChangesAsync(cancellation);
        return records.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bringing avoidance up to date failed; trying again at the next tick")]
    private partial void LogFailed(Exception exception);
}
