using System.Net.Http.Json;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Index;

/// <summary>
/// Makes index and document store anew from the owners' change feeds, beside the live index, and switches when done:
/// the way back after a loss, and the check that nothing is missing.
/// </summary>
internal sealed partial class IndexRebuild(
    IndexHolder index, IServiceProvider services, IHttpClientFactory clients, ServiceTokens tokens, ILogger<IndexRebuild> logger)
    : BackgroundService
{
    private const int PageSize = 100;

    private readonly SemaphoreSlim _asked = new(0, 1);
    private volatile bool _running;

    /// <summary>A rebuild is asked for or under way.</summary>
    public bool IsRunning => _running;

    /// <summary>Records read so far by the running rebuild.</summary>
    public int Done { get; private set; }

    /// <summary>Why the last rebuild failed, or null.</summary>
    public string? LastError { get; private set; }

    /// <summary>Asks for a rebuild in the background.</summary>
    /// <returns>False where one is under way already.</returns>
    public bool Ask()
    {
        if (_running)
        {
            return false;
        }

        _running = true;
        _asked.Release();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _asked.WaitAsync(stoppingToken);
            Done = 0;
            try
            {
                await index.RebuildAsync(next => FillAsync(next, stoppingToken), stoppingToken);
                LastError = null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LastError = exception.Message;
                LogFailed(exception);
            }
            finally
            {
                _running = false;
            }
        }
    }

    private async Task FillAsync(ISearchIndex next, CancellationToken cancellation)
    {
        await ReadAsync<NeedChanged>(next, ServiceNames.Needs, SearchDocuments.From, cancellation);
        await ReadAsync<AchievementChanged>(next, ServiceNames.Achievements, SearchDocuments.From, cancellation);
        await ReadAsync<ExpertChanged>(next, ServiceNames.Experts, SearchDocuments.From, cancellation);
    }

    private async Task ReadAsync<TFact>(
        ISearchIndex next, string service, Func<TFact, SearchDocument> document, CancellationToken cancellation)
    {
        string? cursor = "0";
        while (cursor is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"changes?after={Uri.EscapeDataString(cursor)}&size={PageSize}");
            await tokens.AuthorizeAsync(request, cancellation);
            using var response = await clients.CreateClient(Http.ClientName(service)).SendAsync(request, cancellation);
            response.EnsureSuccessStatusCode();
            var page = (await response.Content.ReadFromJsonAsync<FeedPage>(JsonDefaults.Options, cancellation))!;
            List<SearchDocument> documents = [.. page.Facts.Select(f => document(f.Deserialize<TFact>(JsonDefaults.Options)!))];
            await next.ApplyAsync(await StoreAsync(documents, cancellation), cancellation);
            Done += documents.Count;
            cursor = page.Next;
        }
    }

    // What the store holds afterwards is what goes into the index: a fact may have overtaken the feed.
    private async Task<IReadOnlyList<SearchDocument>> StoreAsync(List<SearchDocument> documents, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<DocumentStore>();
        foreach (var document in documents)
        {
            try
            {
                await store.PutAsync(document, cancellation, again: true);
            }
            catch (DbUpdateException)
            {
                // A fact about the same record arrived at the same moment and won: it is at least as new.
                scope.ServiceProvider.GetRequiredService<SearchDbContext>().ChangeTracker.Clear();
            }
        }

        return [.. (await store.FindAsync([.. documents.Select(d => d.Id)], cancellation)).Values];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rebuilding the index failed; the live one stays")]
    private partial void LogFailed(Exception exception);

    private sealed record FeedPage(IReadOnlyList<JsonElement> Facts, string? Next);
}
