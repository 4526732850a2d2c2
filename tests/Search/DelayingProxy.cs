using System.Net;
using System.Net.Sockets;

namespace Matchmaking.Search.Tests;

/// <summary>Passes connections on to a port of this machine, and answers later than they come.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private TimeSpan _delay;

    public DelayingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How much later every piece of an answer arrives.</summary>
    public void Delay(TimeSpan delay) => _delay = delay;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            using var near = client;
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, _target, both.Token);
            var there = near.GetStream().CopyToAsync(far.GetStream(), both.Token);
            var back = BackAsync(far.GetStream(), near.GetStream(), both.Token);
            await Task.WhenAny(there, back);
            await both.CancelAsync();
            await Task.WhenAll(there, back);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Either side hung up, or the test is over.
        }
    }

    private async Task BackAsync(NetworkStream from, NetworkStream to, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            await Task.Delay(_delay, cancellation);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
