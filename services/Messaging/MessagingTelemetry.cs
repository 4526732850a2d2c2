using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Matchmaking.Messaging.Upkeep;

namespace Matchmaking.Messaging;

/// <summary>Names under which messaging reports; register them with the host's telemetry.</summary>
public static class MessagingSources
{
    /// <summary>Name of the ActivitySource and of the Meter.</summary>
    public const string Name = "Matchmaking.Messaging";

    /// <summary>ActivitySource of the bus beneath.</summary>
    public const string Bus = "MassTransit";
}

internal sealed class MessagingTelemetry : IDisposable
{
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";

    private readonly ActivitySource _source = new(MessagingSources.Name);
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _mended;
    private readonly ConcurrentDictionary<string, Backlog> _backlogs = new();

    public MessagingTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(MessagingSources.Name);
        _latency = meter.CreateHistogram<double>("outbox.send.duration", "s", "From writing a fact to its delivery.");
        _attempts = meter.CreateCounter<long>("outbox.attempts", "{attempt}", "Sends, by how they ended.");
        _mended = meter.CreateCounter<long>("copies.mended", "{copy}", "Copies that were not level with their owner, by how they stood.");
        meter.CreateObservableGauge("outbox.oldest.age", () => Each(b => b.OldestAge.TotalSeconds), "s", "Age of the oldest unsent fact.");
        meter.CreateObservableGauge("outbox.dead", () => Each(b => b.Dead), "{message}", "Dead facts.");
        meter.CreateObservableGauge("inbox.poison", () => Each(b => b.Poison), "{message}", "Poisoned messages.");
    }

    /// <summary>Starts a span under the trace that was current when the message was written.</summary>
    public Activity? Start(string name, ActivityKind kind, string? traceParent, string? traceState) =>
        _source.StartActivity(name, kind, ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent) ? parent : default);

    /// <summary>Starts a span under the bus's own where somebody listens to the bus, else under the trace that came with the message.</summary>
    public Activity? Continue(string name, ActivityKind kind, string? traceParent, string? traceState) =>
        Activity.Current?.Source.Name == MessagingSources.Bus
            ? _source.StartActivity(name, kind)
            : Start(name, kind, traceParent, traceState);

    public void Attempt(string service, string result) =>
        _attempts.Add(1, new KeyValuePair<string, object?>("service", service), new("result", result));

    public void Sent(string service, TimeSpan latency) =>
        _latency.Record(latency.TotalSeconds, new KeyValuePair<string, object?>("service", service));

    public void Mended(string service, string fact, CopyState state) =>
        _mended.Add(1, new KeyValuePair<string, object?>("service", service), new("fact", fact), new("state", state.ToString()));

    public void Observe(string service, Backlog backlog) => _backlogs[service] = backlog;

    public void Dispose() => _source.Dispose();

    private IEnumerable<Measurement<T>> Each<T>(Func<Backlog, T> value) where T : struct =>
        _backlogs.Select(b => new Measurement<T>(value(b.Value), new KeyValuePair<string, object?>("service", b.Key)));
}

