using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Matchmaking.Hosting.Tests;

public sealed class RepeatedLogsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly RepeatedLogs _logs;
    private readonly ServiceProvider _services;

    public RepeatedLogsTests()
    {
        _logs = new RepeatedLogs(_time);
        _services = new ServiceCollection().AddLogging(l => l.AddProvider(_lines).AddSampler(_logs)).BuildServiceProvider();
    }

    [Fact]
    public void A_database_that_is_away_is_one_line_a_minute_whoever_notices()
    {
        for (var i = 0; i < 1000; i++)
        {
            // Each with another wording around the same cause.
            Say($"Category{i % 7}", new InvalidOperationException($"Request {i} failed", new NpgsqlException("Failed to connect", new SocketException(111))));
        }

        Assert.Single(_lines.All);
        Assert.Empty(_logs.TakeEnded());
        _time.Advance(RepeatedLogs.Window);
        var (cause, heldBack) = Assert.Single(_logs.TakeEnded());
        Assert.Equal(999, heldBack);
        Assert.StartsWith("SocketException", cause, StringComparison.Ordinal);
        Say("Category1", new NpgsqlException("Failed to connect", new SocketException(111)));
        Assert.Equal(2, _lines.All.Count);
    }

    [Fact]
    public void Addresses_and_numbers_in_a_message_make_no_new_cause()
    {
        for (var i = 0; i < 50; i++)
        {
            Say("Reader", new HttpRequestException($"Connection refused (127.0.0.1:{5000 + i})"));
        }

        Assert.Single(_lines.All);
    }

    [Fact]
    public void Faults_of_the_code_are_told_apart_by_who_says_them()
    {
        Say("One", new ArgumentException("a"));
        Say("Two", new ArgumentException("a"));
        Assert.Equal(2, _lines.All.Count);
        for (var i = 0; i < 1000; i++)
        {
            Say("One", new ArgumentException("a"));
        }

        Assert.InRange(_lines.All.Count, 3, 50);
    }

    [Fact]
    public void What_is_no_warning_is_never_held_back()
    {
        var logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Quiet");
        for (var i = 0; i < 1000; i++)
        {
            logger.LogInformation("Line");
        }

        Assert.Equal(1000, _lines.All.Count);
    }

    public void Dispose() => _services.Dispose();

    private void Say(string category, Exception exception) =>
        _services.GetRequiredService<ILoggerFactory>().CreateLogger(category).LogError(exception, "It failed");

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
