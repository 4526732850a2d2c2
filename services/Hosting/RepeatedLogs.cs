using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace Matchmaking.Hosting;

/// <summary>
/// One line a cause and minute, the rest counted: an outage fails every request and every loop, and each would say so
/// several times. What is away is one cause wherever it is noticed; everything else is told apart by who says it. Only
/// warnings and worse are held back, and at the end of a minute it is said how many were.
/// </summary>
internal sealed partial class RepeatedLogs(TimeProvider time) : LoggingSampler
{
    /// <summary>How long a cause is not said again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Faults of code differ although their event is the same one, such as "unhandled exception".
    private const int MostOfAnEvent = 20;
    private const int MostCauses = 1000;

    private readonly ConcurrentDictionary<string, Seen> _seen = [];

    public override bool ShouldSample<TState>(in LogEntry<TState> logEntry)
    {
        if (logEntry.LogLevel < LogLevel.Warning)
        {
            return true;
        }

        var away = logEntry.Exception is { } exception ? CauseOf(exception) : null;
        var cause = away ?? $"{logEntry.Category}[{logEntry.EventId.Id} {logEntry.EventId.Name}]";
        if (_seen.Count >= MostCauses && !_seen.ContainsKey(cause))
        {
            cause = logEntry.Category;
        }

        return _seen.GetOrAdd(cause, _ => new Seen()).Count(time.GetUtcNow(), away is null ? MostOfAnEvent : 1);
    }

    /// <summary>Causes whose minute is over and how often each was held back; they are forgotten by that.</summary>
    public IReadOnlyList<(string Cause, int HeldBack)> TakeEnded()
    {
        List<(string, int)> ended = [];
        foreach (var (cause, seen) in _seen)
        {
            if (seen.EndedAt(time.GetUtcNow()) is { } held && _seen.TryRemove(KeyValuePair.Create(cause, seen)) && held > 0)
            {
                ended.Add((cause, held));
            }
        }

        return ended;
    }

    /// <summary>What is away, in words that are the same each time; null where the code itself may be at fault.</summary>
    private static string? CauseOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException or DbException or HttpRequestException or IOException or TimeoutException or ExecutionRejectedException)
            {
                var root = e.GetBaseException();
                return $"{root.GetType().Name}: {Numbers().Replace(root.Message, "#")}";
            }
        }

        return null;
    }

    [GeneratedRegex("[0-9A-Fa-f]*[0-9][0-9A-Fa-f-]*")]
    private static partial Regex Numbers();

    private sealed class Seen
    {
        private readonly Lock _gate = new();
        private DateTimeOffset? _since;
        private int _count;
        private int _held;

        /// <summary>Whether this one is to be said.</summary>
        public bool Count(DateTimeOffset now, int most)
        {
            lock (_gate)
            {
                _since ??= now;
                if (++_count <= most)
                {
                    return true;
                }

                _held++;
                return false;
            }
        }

        /// <summary>How many were held back, where the minute is over.</summary>
        public int? EndedAt(DateTimeOffset now)
        {
            lock (_gate)
            {
                return _since is { } since && now - since < Window ? null : _held;
            }
        }
    }
}

/// <summary>Says once a minute how often the causes of the minute came again.</summary>
internal sealed partial class RepeatedLogsSummary(RepeatedLogs logs, TimeProvider time, ILogger<RepeatedLogsSummary> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (cause, held) in logs.TakeEnded())
            {
                LogAgain(held, RepeatedLogs.Window.TotalSeconds, cause);
            }
        }
    }

    // Information: the cause itself was said as what it is.
    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} more in {Seconds} s: {Cause}")]
    private partial void LogAgain(int count, double seconds, string cause);
}

internal static class RepeatedLogsExtensions
{
    public static void AddRepeatedLogs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RepeatedLogs>();
        builder.Services.AddSingleton<LoggingSampler>(services => services.GetRequiredService<RepeatedLogs>());
        builder.Logging.AddSampler<RepeatedLogs>();
        builder.Services.AddHostedService<RepeatedLogsSummary>();
    }
}
