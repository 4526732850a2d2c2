using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Matchmaking.Messaging.Tests;

/// <summary>A TCP relay in front of a server, which a test can cut and mend.</summary>
internal sealed class Cable : IDisposable
{
    private readonly UriBuilder _address;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private volatile bool _cut;
    private int _refused;

    public Cable(Uri server)
    {
        _listener.Start();
        _address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port };
        _ = AcceptAsync(server.Host, server.Port > 0 ? server.Port : 5672);
    }

    public string Url => _address.Uri.ToString();

    /// <summary>Connections that were asked for while it was cut.</summary>
    public int Refused => _refused;

    public void Cut()
    {
        _cut = true;
        while (_open.TryTake(out var client))
            client.Close();
    }

    public void Mend() => _cut = false;

    public void Dispose()
    {
        Cut();
        _listener.Stop();
    }

    private async Task AcceptAsync(string host, int port)
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                if (_cut)
                {
                    Interlocked.Increment(ref _refused);
                    near.Close();
                    continue;
                }
                var far = new TcpClient();
                await far.ConnectAsync(host, port);
                _open.Add(near);
                _open.Add(far);
                if (_cut)
                {
                    // Cut meanwhile, maybe after those that were open had been taken.
                    near.Close();
                    far.Close();
                    continue;
                }

                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        from.Close();
        to.Close();
    }
}
