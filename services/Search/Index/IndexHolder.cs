using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Lucene;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Index;

/// <summary>
/// The live index, and beside it the one that a rebuild is filling: both take every change, readers see the live one
/// until the switch.
/// </summary>
internal sealed partial class IndexHolder(
    IConfiguration configuration, TimeProvider time, IServiceProvider services, ILogger<IndexHolder> logger)
    : ISearchIndex, IHostedService, IAsyncDisposable
{
    private const int Batch = 200;
    private const string CurrentFile = "current";

    // Another one with every change of the fields: an index of an older form is left behind and filled anew from the store.
    private const string FormatName = "2";

    private readonly SemaphoreSlim _switching = new(1, 1);
    private LuceneIndex? _live;
    private LuceneIndex? _next;

    public string Engine => Live.Engine;

    /// <summary>When the live index was rebuilt last, UTC; null since start.</summary>
    public DateTime? RebuiltAt { get; private set; }

    private LuceneIndex Live => _live ?? throw new InvalidOperationException("The index is not open yet");

    private string Root => Path.Combine(configuration.DataPath(), "index");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var engine = configuration["Search:Engine"] ?? "lucene";
        if (engine != "lucene")
        {
            throw new InvalidOperationException($"Search:Engine is '{engine}'; this release has lucene.");
        }

        Directory.CreateDirectory(Root);
        var name = await CurrentAsync(cancellationToken);
        _live = Open(Path.Combine(Root, name));
        foreach (var left in Directory.EnumerateDirectories(Root).Where(d => Path.GetFileName(d) is var folder && folder != name && IsName(folder)))
        {
            // What a rebuild left that was killed, or the old index of one that was killed after its switch.
            Directory.Delete(left, recursive: true);
        }

        await CatchUpAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ApplyAsync(IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        await Live.ApplyAsync(documents, cancellation);
        if (_next is { } next)
        {
            await next.ApplyAsync(documents, cancellation);
        }
    }

    public Task RefreshAsync(CancellationToken cancellation) => Live.RefreshAsync(cancellation);

    public Task<IndexPage> SearchAsync(IndexQuery query, CancellationToken cancellation) => Live.SearchAsync(query, cancellation);

    public Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(CancellationToken cancellation) => Live.VersionsAsync(cancellation);

    public Task<TokenStatistics> StatisticsAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellation) =>
        Live.StatisticsAsync(tokens, cancellation);

    /// <summary>Fills a new index beside the live one, then switches readers to it and deletes the old folder.</summary>
    /// <param name="fill">Applies every document; what changes meanwhile goes to both indexes by itself.</param>
    public async Task RebuildAsync(Func<ISearchIndex, Task> fill, CancellationToken cancellation)
    {
        await _switching.WaitAsync(cancellation);
        try
        {
            var name = time.GetUtcNow().ToString("yyyyMMddHHmmssfff", System.Globalization.CultureInfo.InvariantCulture);
            var next = new LuceneIndex(Path.Combine(Root, name), time, logger);
            _next = next;
            try
            {
                await fill(next);
                next.Commit();
                await next.RefreshAsync(cancellation);
            }
            catch
            {
                _next = null;
                await next.DisposeAsync();
                Directory.Delete(next.Folder, recursive: true);
                throw;
            }

            await SwitchToAsync(name, cancellation);
            var old = Interlocked.Exchange(ref _live, next)!;
            _next = null;
            RebuiltAt = time.GetUtcNow().UtcDateTime;
            // Readers that began on the old index finish within this grace, and a change that caught only the old one is made up for.
            await Task.Delay(TimeSpan.FromSeconds(2), time, CancellationToken.None);
            await CatchUpAsync(CancellationToken.None);
            await old.DisposeAsync();
            Directory.Delete(old.Folder, recursive: true);
        }
        finally
        {
            _switching.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The container disposes it once for each of its registrations.
        if (Interlocked.Exchange(ref _live, null) is { } live)
        {
            await live.DisposeAsync();
        }

        _switching.Dispose();
    }

    private static bool IsName(string folder) => folder.Length > 0 && folder.All(char.IsAsciiDigit);

    private async Task<string> CurrentAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(Root, CurrentFile);
        var name = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : "";
        return IsName(name) && Directory.Exists(Path.Combine(Root, name)) ? name : FormatName;
    }

    private async Task SwitchToAsync(string name, CancellationToken cancellation)
    {
        var file = Path.Combine(Root, CurrentFile);
        await File.WriteAllTextAsync(file + ".part", name, cancellation);
        File.Move(file + ".part", file, overwrite: true);
    }

    // An index is made from the store: a damaged one is put aside and filled anew rather than keeping the portal down.
    private LuceneIndex Open(string folder)
    {
        try
        {
            return new LuceneIndex(folder, time, logger);
        }
        catch (Exception exception) when (exception is IOException and not global::Lucene.Net.Store.LockObtainFailedException or IndexOutOfRangeException or ArgumentException)
        {
            LogDamaged(exception, folder);
            Directory.Move(folder, Path.Combine(Root, $"damaged-{time.GetUtcNow():yyyyMMddHHmmss}"));
            return new LuceneIndex(folder, time, logger);
        }
    }

    // The store commits, the index may have been killed before it did: bring it level.
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        var indexed = await Live.VersionsAsync(cancellation);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var stored = await db.Documents.AsNoTracking().Select(d => new { d.Id, d.Version, d.Visible }).ToListAsync(cancellation);
        var behind = stored.Where(d => d.Visible ? indexed.GetValueOrDefault(d.Id) != d.Version : indexed.ContainsKey(d.Id)).Select(d => d.Id).ToList();
        foreach (var ids in behind.Chunk(Batch))
        {
            var rows = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => d.Json).ToListAsync(cancellation);
            await Live.ApplyAsync([.. rows.Select(DocumentStore.Read)], cancellation);
        }

        await Live.RefreshAsync(cancellation);
        if (behind.Count > 0)
        {
            LogCaughtUp(behind.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The index in {Folder} is damaged; it was put aside and is made anew")]
    private partial void LogDamaged(Exception exception, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The index lacked {Count} documents and has caught up")]
    private partial void LogCaughtUp(int count);
}
