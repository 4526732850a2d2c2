using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Ranking;

/// <summary>
/// Keeps the latent model level with the platform's texts: learned at start and again whenever a tenth of the records is
/// new, in the background, from at most <see cref="Sample"/> texts. Until the first is ready ranking goes without. Up to
/// <see cref="Few"/> records every change is learned from: one more may hold the only other text that has a pair's words,
/// and without them the pair's chance would be too low to be shown.
/// </summary>
internal sealed partial class LatentModels(IServiceProvider services, TimeProvider time, ILogger<LatentModels> logger) : BackgroundService
{
    private const int Dimensions = 200;
    private const int Sample = 20_000;
    private const double Growth = 0.1;

    // Learning from two hundred judged texts takes a second or two of one core.
    private const int Few = 300;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _training = new(1, 1);
    private volatile LatentModel? _current;
    private Learned _learned;

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
    public Task TrainAsync(CancellationToken cancellation) => TrainAsync(always: true, cancellation);

    /// <summary>Learns now from what is stored if enough of it is new.</summary>
    public Task LevelAsync(CancellationToken cancellation) => TrainAsync(always: false, cancellation);

    private async Task TrainAsync(bool always, CancellationToken cancellation)
    {
        // One after the other: of two at once, the one that has seen fewer texts might end last and stay.
        await _training.WaitAsync(cancellation);
        try
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
            var stored = await db.Documents.GroupBy(_ => 1)
                .Select(g => new Learned(g.Count(d => d.Visible), g.Sum(d => d.Version))).SingleOrDefaultAsync(cancellation);
            if (!always && !_learned.IsOutdatedBy(stored))
            {
                return;
            }

            // Ids are random, so the first of them are a fair sample, and the same one next time. What is not visible has no text.
            var bags = await db.Texts.AsNoTracking().Where(t => db.Documents.Any(d => d.Id == t.Id && d.Visible)).OrderBy(t => t.Id).Take(Sample).Select(t => t.Bag).ToListAsync(cancellation);
            _current = await Task.Run(() => LatentModel.Train([.. bags.Select(b => TokenBag.FromBytes(b))], Dimensions, cancellation), cancellation);
            _learned = stored;
            LogTrained(bags.Count, _current.Vocabulary);
        }
        finally
        {
            _training.Release();
        }
    }

    public override void Dispose()
    {
        _training.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await LevelAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }

            _looked.TrySetResult();
            await Task.Delay(_current is null ? LookFirst : LookEvery, time, stoppingToken);
        }
    }

    // How many records were visible, and the sum of all versions, of those that are gone too: it grows with every change.
    private readonly record struct Learned(int Count, long Versions)
    {
        public bool IsOutdatedBy(Learned now) => now.Count <= Few ? now != this : Math.Abs(now.Count - Count) > Count * Growth;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Learned latent semantics from {Texts} texts, {Vocabulary} words")]
    private partial void LogTrained(int texts, int vocabulary);

    [LoggerMessage(Level = LogLevel.Error, Message = "Learning latent semantics failed; trying again later")]
    private partial void LogFailed(Exception exception);
}
