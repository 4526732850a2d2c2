using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Matchmaking.Testing;

/// <summary>A TCP relay in front of a server, which a test can cut, freeze and mend.</summary>
public sealed class Cable : IDisposable
{
    private readonly UriBuilder _address;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private volatile bool _cut;
    private volatile TaskCompletionSource _flowing = Done();
    private int _refused;

    public Cable(Uri server)
    {
        _listener.Start();
        _address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port };
        _ = AcceptAsync(server.Host, server.Port > 0 ? server.Port : 5672);
    }

    /// <summary>The server's address, by way of the cable.</summary>
    public string Url => _address.Uri.ToString();

    /// <summary>Where the cable begins on this machine.</summary>
    public int Port => _address.Port;

    /// <summary>Connections that were asked for while it was cut.</summary>
    public int Refused => _refused;

    /// <summary>Closes what is open and refuses what comes.</summary>
    public void Cut()
    {
        _cut = true;
        while (_open.TryTake(out var client))
            client.Close();
    }

    /// <summary>Keeps what is open and takes what comes, as a server that hangs does, and lets nothing through.</summary>
    public void Freeze() => _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All as before.</summary>
    public void Mend()
    {
        _cut = false;
        _flowing.TrySetResult();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Cut();
        _flowing.TrySetResult();
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

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await from.GetStream().ReadAsync(buffer)) > 0;)
            {
                await _flowing.Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        from.Close();
        to.Close();
    }
}
