using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Index;

/// <summary>
/// The live index, and beside it the one that a rebuild is filling: both take every change, readers see the live one
/// until the switch. Changes wait in memory and are written in batches, all that waits at once: an engine that gets slower
/// gets fewer and larger ones, and no transaction is open meanwhile. The document store is the truth: what an engine that
/// is away does not take is remembered, and made up for by comparing with the store once it answers.
/// </summary>
internal sealed partial class IndexHolder(IIndexEngine engine, TimeProvider time, IServiceProvider services, IndexFeeder feeder, ILogger<IndexHolder> logger)
    : BackgroundService, ISearchIndex, IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Held while the index is compared, made anew or opened.
    private readonly SemaphoreSlim _tending = new(1, 1);
    private volatile IEngineIndex? _live;
    private volatile IEngineIndex? _next;
    private volatile bool _outdated;
    private volatile bool _unchecked = true;
    private volatile string? _readProblem;

    public string Engine => engine.Name;

    /// <summary>When the live index was rebuilt last, UTC; null since start.</summary>
    public DateTime? RebuiltAt { get; private set; }

    /// <summary>Whether searches are answered.</summary>
    public bool Available => _live is not null && _readProblem is null;

    /// <summary>Changes that the index is known to lack.</summary>
    public int Behind => _missed.Count;

    /// <summary>Why the engine does not answer or takes no changes, or why a document is left out; null when all is well.</summary>
    public string? Problem => _readProblem ?? _writeProblem ?? feeder.Problem;

    private IEngineIndex Live => _live ?? throw new SearchUnavailableException(_readProblem ?? "The index is not open yet");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TendAsync(cancellationToken);
        }
        catch (SearchUnavailableException exception)
        {
            // The service is of use without: facts are stored, and the loop goes on trying.
            LogAway(exception.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            // The bus has stopped before: no fact follows.
            await WriteWaitingAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The next start compares with the store.
        }
    }

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await WriteWaitingAsync(cancellation);
        await ReadAsync(async index =>
        {
            await index.RefreshAsync(cancellation);
            return true;
        });
    }

    public Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation) =>
        ReadAsync(index => index.SearchAsync(query, cancellation));

    public Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation) =>
        ReadAsync(index => index.VersionsAsync(cancellation));

    public Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation) =>
        ReadAsync(index => index.StatisticsAsync(tokens, cancellation));

    public Task<IReadOnlyList<IndexHit>> NearestAsync(float[] vector, IndexQuery filters, int take, CancellationToken cancellation) =>
        ReadAsync(index => index.NearestAsync(vector, filters, take, cancellation));

    /// <summary>Fills a new index beside the live one, then switches readers to it and deletes the old one.</summary>
    /// <param name="fill">Applies every document; what changes meanwhile goes to both indices by itself.</param>
    public async Task RebuildAsync(Func<ISearchIndex, Task> fill, CancellationToken cancellation)
    {
        await _tending.WaitAsync(cancellation);
        try
        {
            var next = await engine.CreateAsync(cancellation);
            feeder.ForgetAll();
            _next = next;
            try
            {
                await fill(next);
                await next.RefreshAsync(cancellation);
                await engine.MakeCurrentAsync(next, cancellation);
            }
            catch
            {
                await BetweenBatchesAsync(() => _next = null);
                await DeleteAsync(next);
                throw;
            }

            // Each batch has gone into both, or will go into the new one.
            var old = await BetweenBatchesAsync(() =>
            {
                _next = null;
                _outdated = false;
                return Interlocked.Exchange(ref _live, next);
            });
            _readProblem = null;
            RebuiltAt = time.GetUtcNow().UtcDateTime;
            if (old is not null)
            {
                // Readers that began on the old index finish within this grace.
                await Task.Delay(Grace, time, CancellationToken.None);
                await DeleteAsync(old);
            }

            // What the new one did not take is made up for: vectors too, which may have come after their document was read.
            _unchecked = true;
            await CatchUpAsync(CancellationToken.None);
        }
        finally
        {
            _tending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The container disposes it once for each of its registrations.
        if (Interlocked.Exchange(ref _live, null) is { } live)
        {
            Dispose();
            await _writing.WaitAsync();
            await live.DisposeAsync();
            _tending.Dispose();
            _writing.Dispose();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WriteAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        var away = Problem is not null;
        while (true)
        {
            await Task.Delay(pause, time, stoppingToken);
            try
            {
                if (_outdated && _live is not null)
                {
                    LogOutdated(_live.Name);
                    await RebuildAsync(next => feeder.FillAsync(next, stoppingToken), stoppingToken);
                }
                else if (_live is null || _unchecked || !_missed.IsEmpty || _readProblem is not null || _writeProblem is not null)
                {
                    await TendAsync(stoppingToken);
                }

                pause = ShortestPause;
                if (away)
                {
                    away = false;
                    LogBack();
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                if (!away)
                {
                    away = true;
                    LogAway(exception.Message);
                }
            }
        }
    }

    private async Task TendAsync(CancellationToken cancellation)
    {
        await _tending.WaitAsync(cancellation);
        try
        {
            if (_live is null)
            {
                _unchecked = true;
                var opened = await GuardAsync(() => engine.OpenAsync(cancellation));
                _outdated = opened.Outdated;
                _live = opened.Index;
                _readProblem = null;
            }

            if (!_outdated)
            {
                await CatchUpAsync(cancellation);
            }
        }
        finally
        {
            _tending.Release();
        }
    }

    // The store commits, the index may have been killed before it did, or have been away: bring it level.
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        // What waits is written first: it is older than what is read from the store below, which may have the vectors too.
        var missed = _missed.Look();
        await RefreshAsync(cancellation);
        var indexed = await VersionsAsync(cancellation);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var stored = await db.Documents.AsNoTracking().Select(d => new { d.Id, d.Version, d.Visible }).ToDictionaryAsync(d => d.Id, cancellation);
        var pale = _unchecked
            ? await feeder.WithoutVectorAsync(db, indexed, () => GuardAsync(() => Live.WithVectorAsync(cancellation)), cancellation)
            : new HashSet<Guid>();
        List<Guid> behind = [.. stored.Values
            .Where(d => d.Visible
                ? indexed.GetValueOrDefault(d.Id) < d.Version || missed.ContainsKey(d.Id) || pale.Contains(d.Id)
                : indexed.ContainsKey(d.Id))
            .Where(d => !feeder.IsRejected(d.Id, d.Version))
            .Select(d => d.Id)];
        try
        {
            await feeder.ApplyAsync(db, Live, behind, cancellation);
            await Live.RefreshAsync(cancellation);
        }
        catch (SearchUnavailableException exception)
        {
            NoteWriteProblem(exception);
            foreach (var id in behind)
            {
                _missed.Add(id, stored[id].Version);
            }

            throw;
        }

        _writeProblem = null;
        _unchecked = false;
        _missed.Settle(missed, id => stored.GetValueOrDefault(id)?.Version);
        if (behind.Count > 0)
        {
            LogCaughtUp(behind.Count);
        }
    }

    private Task<T> ReadAsync<T>(Func<IEngineIndex, Task<T>> read) => GuardAsync(() => read(Live));

    private async Task<T> GuardAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            var answer = await ask();
            _readProblem = null;
            return answer;
        }
        catch (SearchUnavailableException exception)
        {
            _readProblem = exception.Message;
            LoseIfGone(exception);
            throw;
        }
    }

    private void NoteWriteProblem(SearchUnavailableException exception)
    {
        _writeProblem = exception.Message;
        LoseIfGone(exception);
    }

    private void LoseIfGone(SearchUnavailableException exception)
    {
        if (exception.IndexIsGone)
        {
            _unchecked = true;
            _live = null;
        }
    }

    private async Task DeleteAsync(IEngineIndex index)
    {
        try
        {
            await engine.DeleteAsync(index, CancellationToken.None);
        }
        catch (Exception exception) when (exception is SearchUnavailableException or IOException)
        {
            // The next start deletes it.
            LogLeft(exception, index.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The index lacked {Count} documents and has caught up")]
    private partial void LogCaughtUp(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The index {Name} is of another form than this release's; it is made anew from the document store beside the live one")]
    private partial void LogOutdated(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The search engine cannot be used; changes are kept until it can: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The search engine can be used again")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index {Name} could not be deleted")]
    private partial void LogLeft(Exception exception, string name);
}
