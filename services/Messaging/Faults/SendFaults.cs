using System.Net.Sockets;
using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace Matchmaking.Messaging.Faults;

internal static class SendFaults
{
    /// <summary>The transport is away or did not confirm; no message is to blame, and none is counted.</summary>
    public static bool IsTransport(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
            if (e is MassTransit.ConnectionException or TransportException or MassTransit.MessageNotAcknowledgedException or RabbitMQClientException
                or SocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
                return true;
        return false;
    }
}
