using System.Collections.Concurrent;
using System.Diagnostics;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What runs in the background goes on until the host stops.</summary>
public sealed class LoopTests(Portal portal)
{
    // Those that look at their database as soon as they begin; the others are tried as well, as far as they come.
    private static readonly string[] AtOnce = ["RecordExpiry`4", "InterestExpiry", "IdempotencyCleaner", "MailCleaner", "TextBackfill", "LatentModels"];

    [Fact]
    public async Task A_cancellation_from_elsewhere_ends_no_loop()
    {
        var loops = portal.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            // The relays hold claims, and others prepare themselves before they begin: these do not begin anew in a running host.
            .Where(l => !l.GetType().FullName!.StartsWith("Matchmaking.Messaging.", StringComparison.Ordinal)
                && l.GetType().GetMethod(nameof(BackgroundService.StartAsync))!.DeclaringType == typeof(BackgroundService)).ToList();
        using (var faults = new ForeignCancellations())
        {
            foreach (var loop in loops)
            {
                await loop.StopAsync(CancellationToken.None);
                await faults.BeginAsync(loop);
            }

            await Probe.Until(() => AtOnce.All(n => faults.Met.Any(l => l.GetType().Name == n)), "the loops that begin at once have met it");
            foreach (var loop in faults.Met)
            {
                await Task.WhenAny(loop.ExecuteTask!, Task.Delay(TimeSpan.FromSeconds(1)));
            }

            Assert.Empty(faults.Met.Where(l => l.ExecuteTask!.IsCompleted).Select(l => l.GetType().Name));
        }
    }

    /// <summary>Cancels each database call of the loops that it began, as a timeout inside a driver would.</summary>
    private sealed class ForeignCancellations : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly AsyncLocal<BackgroundService?> _loop = new();
        private readonly ConcurrentDictionary<BackgroundService, bool> _met = [];
        private readonly ConcurrentBag<IDisposable> _subscriptions = [];

        public ForeignCancellations() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public ICollection<BackgroundService> Met => _met.Keys;

        public async Task BeginAsync(BackgroundService loop)
        {
            _loop.Value = loop;
            await loop.StartAsync(CancellationToken.None);
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting" && _loop.Value is { } loop)
            {
                _met.TryAdd(loop, true);
                throw new TaskCanceledException("cancelled by nobody who stops the host");
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
