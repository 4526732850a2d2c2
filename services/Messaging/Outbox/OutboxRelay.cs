using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Faults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging.Outbox;

/// <summary>
/// Brings one service's facts from its outbox to the bus: many at once, one at a time of each key. A fact is marked only
/// after it was delivered, so a crash in between sends it twice and the inbox drops the second.
/// </summary>
internal sealed partial class OutboxRelay(
    ServiceMessaging service, OutboxStore store, OutboxSignals signals, IFactSender sender, OutboxOptions options, BusOptions bus,
    MessagingTelemetry telemetry, TimeProvider time, ILogger<OutboxRelay> logger) : BackgroundService
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private readonly string _owner = $"{Databases.Trim(Environment.MachineName, 40)}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly SemaphoreSlim _signal = signals.For(service.DbContext);
    private readonly Channel<Outcome> _outcomes = Channel.CreateUnbounded<Outcome>(new() { SingleReader = true });
    private int _inFlight;
    private int _outages;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.CheckAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        // Whatever started the host is not what the facts belong to.
        Activity.Current = null;
        using var abandon = new CancellationTokenSource();
        var marking = MarkAsync();
        var fresh = true;
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                // Nobody else can hold a claim on an embedded host's outbox: these are of a process that was killed.
                if (fresh && bus.Embedded)
                    await store.ReleaseAsync(null, stoppingToken);
                fresh = false;
                await PumpAsync(abandon.Token, stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                if (failures++ == 0)
                    LogDown(error, service.Service);
                await PauseAsync(failures, stoppingToken);
            }
        }
        await StopSendingAsync(abandon, marking);
    }

    private async Task PumpAsync(CancellationToken abandon, CancellationToken stopping)
    {
        await sender.WaitReadyAsync(stopping);
        if (Volatile.Read(ref _outages) is > 0 and var outages)
            await PauseAsync(outages, stopping);
        var free = options.InFlight - Volatile.Read(ref _inFlight);
        var rows = free > 0 ? await store.ClaimAsync(_owner, free, TimeSpan.FromSeconds(options.LeaseSeconds), stopping) : [];
        if (rows.Count == 0 && free == options.InFlight)
            Volatile.Write(ref _outages, 0);
        foreach (var row in rows)
        {
            Interlocked.Increment(ref _inFlight);
            _ = SendAsync(row, abandon);
        }
        // Fewer than asked for: nothing more is due now, unless marking these frees their keys.
        if (rows.Count < free || free <= 0)
            await WaitAsync(stopping);
    }

    private async Task SendAsync(OutboxMessage row, CancellationToken abandon)
    {
        await Task.Yield();
        using var span = telemetry.Start($"send {row.Name}", ActivityKind.Producer, row.TraceParent, row.TraceState);
        var outcome = await TrySendAsync(row, abandon);
        telemetry.Attempt(service.Service, outcome switch { { Error: null } => "sent", { Dead: true } => "dead", _ => "failed" });
        if (outcome.Error is null)
            telemetry.Sent(service.Service, time.GetUtcNow().UtcDateTime - row.WrittenAt);
        else
            span?.SetStatus(ActivityStatusCode.Error, outcome.Error);
        _outcomes.Writer.TryWrite(outcome);
    }

    private async Task<Outcome> TrySendAsync(OutboxMessage row, CancellationToken abandon)
    {
        if (FactNames.Find(row.Name) is not { } type)
            return Dead(row, $"No fact is named '{row.Name}'.");
        object fact;
        try
        {
            fact = FactJson.Read(row.Body, type);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            return Dead(row, error.Message);
        }
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.SendTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandon);
        try
        {
            await sender.SendAsync(row.MessageId, fact, either.Token);
            Volatile.Write(ref _outages, 0);
            return new Outcome(row.Seq);
        }
        catch (Exception error) when (abandon.IsCancellationRequested)
        {
            return new Outcome(row.Seq, error.Message);
        }
        catch (UnheardException error)
        {
            var age = time.GetUtcNow().UtcDateTime - row.WrittenAt;
            if (age.TotalHours > options.UnheardHours)
                return Dead(row, $"Nobody has listened to it for {options.UnheardHours} h.");
            return new Outcome(row.Seq, error.Message, time.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(Math.Min(Math.Max(age.TotalSeconds, 1), options.MaxBackoffSeconds)));
        }
        catch (HandlersPendingException error)
        {
            LogPending(service.Service, row.Name, row.MessageId, error.Message);
            return new Outcome(row.Seq, error.Message, Later(1));
        }
        catch (Exception error) when (SendFaults.IsTransport(error))
        {
            if (Interlocked.CompareExchange(ref _outages, 1, 0) == 0)
                LogDown(error, service.Service);
            return new Outcome(row.Seq, error.Message);
        }
        catch (Exception error)
        {
            var attempts = row.Attempts + 1;
            if (attempts >= options.MaxAttempts)
                return Dead(row, error.ToString());
            LogFailed(error, service.Service, row.Name, row.MessageId);
            return new Outcome(row.Seq, error.ToString(), Later(attempts), Counted: true);
        }
    }

    private Outcome Dead(OutboxMessage row, string error)
    {
        LogDead(service.Service, row.Name, row.MessageId, error);
        return new Outcome(row.Seq, error, Counted: true, Dead: true);
    }

    private DateTime Later(int failures) => time.GetUtcNow().UtcDateTime + Backoff.After(failures, options.MaxBackoffSeconds);

    private async Task MarkAsync()
    {
        var batch = new List<Outcome>();
        while (await _outcomes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < 500 && _outcomes.Reader.TryRead(out var outcome))
                batch.Add(outcome);
            await MarkAsync(batch);
            Interlocked.Add(ref _inFlight, -batch.Count);
            batch.Clear();
            signals.Pulse(service.DbContext);
        }
    }

    // Past its lease a claim is worthless and the rows are sent again, so there is no use in trying for longer.
    private async Task MarkAsync(List<Outcome> batch)
    {
        var deadline = time.GetUtcNow().AddSeconds(options.LeaseSeconds);
        for (var failures = 1; ; failures++)
        {
            try
            {
                var held = await store.CompleteAsync(_owner, batch, CancellationToken.None);
                if (held < batch.Count)
                    LogLeaseLost(service.Service, batch.Count - held);
                return;
            }
            catch (Exception error)
            {
                if (failures == 1)
                    LogDown(error, service.Service);
                if (time.GetUtcNow() > deadline)
                    return;
                await Task.Delay(Backoff.After(failures, 5), time);
            }
        }
    }

    private async Task StopSendingAsync(CancellationTokenSource abandon, Task marking)
    {
        for (var waited = TimeSpan.Zero; Volatile.Read(ref _inFlight) > 0 && waited < Drain; waited += TimeSpan.FromMilliseconds(50))
            await Task.Delay(50);
        await abandon.CancelAsync();
        for (var waited = TimeSpan.Zero; Volatile.Read(ref _inFlight) > 0 && waited < Drain; waited += TimeSpan.FromMilliseconds(50))
            await Task.Delay(50);
        _outcomes.Writer.TryComplete();
        try
        {
            await marking.WaitAsync(Drain);
            await store.ReleaseAsync(_owner, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogDown(error, service.Service);
        }
    }

    private async Task PauseAsync(int failures, CancellationToken stopping)
    {
        if (Volatile.Read(ref _outages) > 0)
            Interlocked.Increment(ref _outages);
        try
        {
            await Task.Delay(Backoff.After(failures, options.MaxBackoffSeconds), time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop's own condition ends it.
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var poll = new CancellationTokenSource(TimeSpan.FromSeconds(options.PollSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, stopping);
        try
        {
            await _signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The poll is due, or the loop's own condition ends it.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Facts of {Service} wait: the bus or the database is away")]
    private partial void LogDown(Exception error, string service);

    [LoggerMessage(LogLevel.Warning, "Fact {Name} {MessageId} of {Service} is sent again: {Reason}")]
    private partial void LogPending(string service, string name, Guid messageId, string reason);

    [LoggerMessage(LogLevel.Warning, "Fact {Name} {MessageId} of {Service} could not be sent")]
    private partial void LogFailed(Exception error, string service, string name, Guid messageId);

    [LoggerMessage(LogLevel.Error, "Fact {Name} {MessageId} of {Service} is dead: {Reason}")]
    private partial void LogDead(string service, string name, Guid messageId, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} claims of {Service} had run out before they were marked; they are sent again")]
    private partial void LogLeaseLost(string service, int count);
}
