using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Matchmaking.Contracts.Search;
using Matchmaking.Search.Data;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Feedback;

/// <summary>
/// Learns in the background from new feedback and puts what it learned in force where the judged set allows. An entry
/// counts once it can no longer be taken back, and the same act on the same pair counts once.
/// </summary>
internal sealed partial class BlendLearner(
    IServiceProvider services, BlendProvider blends, JudgedSet judged, TimeProvider time, ILogger<BlendLearner> logger)
    : BackgroundService
{
    /// <summary>An act taken back within it teaches nothing.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(10);

    // An entry's time is taken a moment before it commits.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private const int Batch = 200;
    private const double Tolerance = 1e-9;

    /// <summary>What the stored factors depend on besides the feedback.</summary>
    public string Method { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{PairwiseLearner.Version}/{blends.Offline.Translation}/{blends.Offline.Latent}/{blends.Offline.Sentence}/{blends.Offline.Late}");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<SearchDbContext>().LearnedBlends.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (row is { Adopted: true } && row.Method == Method)
        {
            blends.Current = FactorsOf(row).Of(blends.Offline);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Takes in what has become old enough, and lets the guard decide.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var row = await db.LearnedBlends.SingleOrDefaultAsync(cancellation);
        if (row is null)
        {
            row = new LearnedBlend { Method = Method };
            db.LearnedBlends.Add(row);
        }
        else if (row.Method != Method)
        {
            Reset(row);
        }

        var from = row.Seq;
        await LearnAsync(db, row, until: null, cancellation);
        if (row.Seq != from || (row.GuardOffline is not null && row.GuardModel != judged.Model))
        {
            await GuardAsync(row, cancellation);
            row.LearnedAt = time.GetUtcNow().UtcDateTime;
        }

        await db.SaveChangesAsync(cancellation);
        blends.Current = row.Adopted ? FactorsOf(row).Of(blends.Offline) : blends.Offline;
    }

    /// <summary>Learns all that was learned once more, from the stored feedback alone.</summary>
    public async Task<(LearnedBlend Again, LearnedBlend? Stored)> ReplayAsync(SearchDbContext db, CancellationToken cancellation)
    {
        var stored = await db.LearnedBlends.AsNoTracking().SingleOrDefaultAsync(cancellation);
        var row = new LearnedBlend { Method = Method };
        await LearnAsync(db, row, until: stored?.Seq ?? 0, cancellation);
        if (row.Seq > 0)
        {
            await GuardAsync(row, cancellation);
        }

        return (row, stored);
    }

    public async Task<BlendState> StateAsync(SearchDbContext db, CancellationToken cancellation)
    {
        var row = await db.LearnedBlends.AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new LearnedBlend { Method = Method };
        var waiting = await db.Feedback.LongCountAsync(f => f.Seq > row.Seq, cancellation);
        return new(
            Weights(blends.Current), Weights(blends.Offline), Weights(FactorsOf(row).Of(blends.Offline)), row.Adopted,
            row is { GuardOffline: { } offline, GuardLearned: { } learned } ? new GuardResult(offline, learned, row.GuardQueries, row.GuardModel.Length > 0) : null,
            row.Entries, waiting, row.Pairs, HashOf(row), row.LearnedAt);
    }

    /// <summary>Of the factors, to nine places, and of what they were learned from.</summary>
    public static string HashOf(LearnedBlend row) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Method}|{row.Seq}|{row.Entries}|{row.Pairs}|{row.Translation:F9}|{row.Latent:F9}|{row.Sentence:F9}|{row.Late:F9}|{row.Adopted}"))))[..16];

    public static Factors FactorsOf(LearnedBlend row) => new(row.Translation, row.Latent, row.Sentence, row.Late);

    public static BlendWeights Weights(Blend blend) => new(blend.Translation, blend.Latent, blend.Sentence, blend.Late);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
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
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static void Reset(LearnedBlend row)
    {
        (row.Seq, row.Entries, row.Pairs, row.Adopted) = (0, 0, 0, false);
        (row.Translation, row.Latent, row.Sentence, row.Late) = (1, 1, 1, 1);
        (row.GuardOffline, row.GuardLearned) = (null, null);
    }

    private async Task LearnAsync(SearchDbContext db, LearnedBlend row, long? until, CancellationToken cancellation)
    {
        row.Method = Method;
        var before = time.GetUtcNow().UtcDateTime - UndoWindow - Slack;
        var factors = FactorsOf(row);
        while (true)
        {
            var seq = row.Seq;
            var batch = await db.Feedback.AsNoTracking().Where(f => f.Seq > seq && (until == null || f.Seq <= until)).OrderBy(f => f.Seq).Take(Batch).ToListAsync(cancellation);
            if (until is null)
            {
                batch = [.. batch.TakeWhile(f => f.At <= before)];
            }

            if (batch.Count == 0)
            {
                break;
            }

            var sources = batch.Select(f => f.SourceId).Distinct().ToList();
            var acts = (await db.Feedback.AsNoTracking().Where(f => sources.Contains(f.SourceId))
                .Select(f => new Act(f.Seq, f.SourceId, f.OtherId, f.Action, f.At)).ToListAsync(cancellation)).ToLookup(a => (a.SourceId, a.OtherId));
            foreach (var entry in batch)
            {
                if (Counts(entry, [.. acts[(entry.SourceId, entry.OtherId)]]))
                {
                    (factors, var pairs) = PairwiseLearner.Step(
                        factors, blends.Offline, FeedbackContext.Read(entry.Context), entry.OtherId, entry.Action, entry.Reason);
                    row.Pairs += pairs;
                    row.Entries++;
                }

                row.Seq = entry.Seq;
            }
        }

        (row.Translation, row.Latent, row.Sentence, row.Late) = (factors.Translation, factors.Latent, factors.Sentence, factors.Late);
    }

    private static bool Counts(FeedbackEntry entry, IReadOnlyList<Act> acts) =>
        PairwiseLearner.Weight(entry.Action, entry.Reason) > 0
        && !IsTakenBack(entry.Seq, entry.Action, entry.At, acts)
        && !acts.Any(a => a.Seq < entry.Seq && a.Action == entry.Action && !IsTakenBack(a.Seq, a.Action, a.At, acts));

    private static bool IsTakenBack(long seq, FeedbackKind action, DateTime at, IReadOnlyList<Act> acts) =>
        action is FeedbackKind.Saved or FeedbackKind.Hidden
        && acts.Any(a => a.Seq > seq && a.At <= at + UndoWindow && a.Action is FeedbackKind.Shown or FeedbackKind.Saved or FeedbackKind.Hidden);

    private async Task GuardAsync(LearnedBlend row, CancellationToken cancellation)
    {
        var (offline, learned) = (await judged.MeasureAsync(blends.Offline, cancellation), await judged.MeasureAsync(FactorsOf(row).Of(blends.Offline), cancellation));
        (row.GuardOffline, row.GuardLearned, row.GuardQueries, row.GuardModel) = (offline, learned, judged.Queries, judged.Model);
        row.Adopted = learned >= offline - Tolerance && FactorsOf(row) != Factors.None;
        LogGuarded(learned, offline, row.Adopted);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Learned weights reach nDCG@10 {Learned:F4} on the judged set, offline ones {Offline:F4}; adopted: {Adopted}")]
    private partial void LogGuarded(double learned, double offline, bool adopted);

    [LoggerMessage(Level = LogLevel.Error, Message = "Learning from feedback failed; trying again later")]
    private partial void LogFailed(Exception exception);

    private sealed record Act(long Seq, Guid SourceId, Guid OtherId, FeedbackKind Action, DateTime At);
}
