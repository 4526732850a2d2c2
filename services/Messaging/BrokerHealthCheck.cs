using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Matchmaking.Messaging;

/// <summary>
/// Asks the broker something small over a connection of its own. The bus learns from missed heartbeats only, after tens of
/// seconds, that a broker which keeps its connections answers nobody any more.
/// </summary>
internal sealed class BrokerHealthCheck(BusOptions bus) : IHealthCheck, IAsyncDisposable
{
    private const string AlwaysThere = "amq.fanout";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await _gate.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Away("does not answer");
        }

        try
        {
            await AskAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await CloseAsync();
            return Away(exception is OperationCanceledException or TimeoutException ? "does not answer" : "cannot be used");
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _gate.Dispose();
    }

    private static HealthCheckResult Away(string how) => HealthCheckResult.Unhealthy($"The broker {how}.");

    private async Task AskAsync(CancellationToken cancellation)
    {
        if (_channel is not { IsOpen: true })
        {
            await CloseAsync();
            _connection = await RabbitMqAddress.Parse(bus.RabbitMq.Url).Factory(Patience).CreateConnectionAsync(cancellation);
            _channel = await _connection.CreateChannelAsync(cancellationToken: cancellation);
        }

        await _channel.ExchangeDeclarePassiveAsync(AlwaysThere, cancellation);
    }

    // A goodbye to a broker that does not answer is not waited for.
    private async Task CloseAsync()
    {
        var connection = _connection;
        (_connection, _channel) = (null, null);
        if (connection is not null)
        {
            await connection.AbortAsync(TimeSpan.FromMilliseconds(200));
            await connection.DisposeAsync();
        }
    }
}
