using System.Diagnostics;
using System.Runtime.InteropServices;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Markets;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Embedding;

/// <summary>
/// Embeds what the active model has not seen yet, in the background: new and changed records, and after a change of
/// model all of them, while the index of the former model goes on serving. A record is embedded once a change.
/// </summary>
internal sealed partial class EmbeddingWorker(
    IServiceProvider services, SemanticModel model, IndexHolder index, EmbeddingProgress progress, TimeProvider time, ILogger<EmbeddingWorker> logger)
    : BackgroundService
{
    private const int Batch = 16;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // In turn: a closed market does not wait until a whole base is embedded.
                while (await EmbedBatchAsync(stoppingToken) | await EmbedMarketsAsync(stoppingToken))
                {
                }

                progress.Fault = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                progress.Fault = exception.Message;
                LogFailed(exception);
            }
        }
    }

    private async Task<bool> EmbedBatchAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        var waiting = db.Texts.Where(t => (t.Model == null || t.Model != model.Fingerprint) && db.Documents.Any(d => d.Id == t.Id && d.Visible));
        progress.Waiting = await waiting.CountAsync(cancellation);
        var texts = progress.Waiting == 0 ? [] : await waiting.OrderBy(t => t.Id).Take(Batch).ToListAsync(cancellation);
        if (texts.Count == 0)
        {
            return false;
        }

        var documents = await scope.ServiceProvider.GetRequiredService<DocumentStore>().FindAsync([.. texts.Select(t => t.Id)], cancellation);
        var start = Stopwatch.GetTimestamp();
        List<SearchDocument> embedded = [];
        foreach (var text in texts)
        {
            var document = documents[text.Id];
            var embedding = model.Embed(document.MatchedText());
            if (await StoreAsync(db, text, embedding, cancellation) && embedding is not null)
            {
                embedded.Add(document with { Vector = TextEmbedding.Restore(embedding.Sentence) });
            }
        }

        progress.Add(texts.Count, Stopwatch.GetElapsedTime(start));
        await index.ApplyAsync(embedded, cancellation);
        return true;
    }

    private async Task<bool> EmbedMarketsAsync(CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketEmbedding>().EmbedBatchAsync(cancellation);
    }

    // Only if the text is still the one that was embedded: a change meanwhile is embedded next time.
    private async Task<bool> StoreAsync(SearchDbContext db, StoredText text, TextEmbedding? embedding, CancellationToken cancellation)
    {
        var sentence = embedding is null ? null : MemoryMarshal.AsBytes(embedding.Sentence).ToArray();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var taken = await db.Texts.Where(t => t.Id == text.Id && t.Bag == text.Bag).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Sentence, sentence).SetProperty(t => t.Model, model.Fingerprint), cancellation);
        if (taken == 1)
        {
            await db.TokenVectors.Where(t => t.Id == text.Id).ExecuteDeleteAsync(cancellation);
            if (embedding is not null)
            {
                db.TokenVectors.Add(new TokenVectors { Id = text.Id, Embedding = embedding.ToBytes() });
                await db.SaveChangesAsync(cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
        return taken == 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Embedding failed; trying again")]
    private partial void LogFailed(Exception exception);
}

/// <summary>How far the embedding of records is, for the operator's page and health.</summary>
internal sealed class EmbeddingProgress
{
    private readonly Lock _gate = new();
    private TimeSpan _spent;

    /// <summary>Records that wait.</summary>
    public int Waiting { get; set; }

    /// <summary>Records embedded since start.</summary>
    public int Done { get; private set; }

    /// <summary>Why the last try failed, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>Texts a second, or null before the first.</summary>
    public double? PerSecond => _spent > TimeSpan.Zero ? Done / _spent.TotalSeconds : null;

    public void Add(int texts, TimeSpan spent)
    {
        lock (_gate)
        {
            Done += texts;
            _spent += spent;
        }
    }
}
