using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Keeps the latent model level with the platform's texts: learned at start and again whenever a tenth of the records is
/// new, in the background, from at most <see cref="Sample"/> texts. Until the first is ready ranking goes without.
/// </summary>
internal sealed partial class LatentModels(IServiceProvider services, TimeProvider time, ILogger<LatentModels> logger) : BackgroundService
{
    private const int Dimensions = 200;
    private const int Sample = 20_000;
    private const double Growth = 0.1;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LatentModel? _current;

    /// <summary>The model in use, or null before the first training.</summary>
    public LatentModel? Current => _current;

    /// <summary>
    /// Waits after a start until what is stored has been learned from, five seconds at most: without it every chance would
    /// be too low, and a base that has a partner would be said to have none.
    /// </summary>
    public Task ReadyAsync(CancellationToken cancellation) => _looked.Task.IsCompleted
        ? Task.CompletedTask
        : Task.WhenAny(_looked.Task, Task.Delay(Patience, time, cancellation));

    /// <summary>Learns now from what is stored.</summary>
    public async Task TrainAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        // Ids are random, so the first of them are a fair sample, and the same one next time. What is not visible has no text.
        var bags = await db.Texts.AsNoTracking().Where(t => db.Documents.Any(d => d.Id == t.Id && d.Visible)).OrderBy(t => t.Id).Take(Sample).Select(t => t.Bag).ToListAsync(cancellation);
        _current = await Task.Run(() => LatentModel.Train([.. bags.Select(b => TokenBag.FromBytes(b))], Dimensions, cancellation), cancellation);
        LogTrained(bags.Count, _current.Vocabulary);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var learned = 0;
        while (true)
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                var count = await scope.ServiceProvider.GetRequiredService<SearchDbContext>().Documents.CountAsync(d => d.Visible, stoppingToken);
                if (Math.Abs(count - learned) > learned * Growth)
                {
                    await TrainAsync(stoppingToken);
                    learned = count;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }

            _looked.TrySetResult();
            await Task.Delay(_current is null ? LookFirst : LookEvery, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Learned latent semantics from {Texts} texts, {Vocabulary} words")]
    private partial void LogTrained(int texts, int vocabulary);

    [LoggerMessage(Level = LogLevel.Error, Message = "Learning latent semantics failed; trying again later")]
    private partial void LogFailed(Exception exception);
}
