using System.Net;
using System.Net.Sockets;

namespace Matchmaking.Testing;

/// <summary>Ports for servers that a test starts.</summary>
public static class Ports
{
    /// <summary>
    /// Ports that were free a moment ago, all different. Below those that the system gives to whoever asks for any, since
    /// a host binds its own only seconds later.
    /// </summary>
    public static int[] Free(int count)
    {
        HashSet<int> ports = [];
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        return [.. ports];
    }

    /// <summary>One of them.</summary>
    public static int Free() => Free(1)[0];
}
