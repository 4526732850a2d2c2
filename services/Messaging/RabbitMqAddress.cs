using MassTransit;
using RabbitMQ.Client;

namespace Matchmaking.Messaging;

/// <summary>A broker's address as an amqp URL gives it.</summary>
internal sealed record RabbitMqAddress(string Host, ushort Port, string VirtualHost, string User, string Password, bool Tls)
{
    /// <exception cref="InvalidOperationException">The text is no amqp URL.</exception>
    public static RabbitMqAddress Parse(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidOperationException("Bus:RabbitMq:Url is amqp://user:pass@host:port/vhost.");
        var tls = uri.Scheme == "amqps";
        var user = uri.UserInfo.Split(':', 2);
        var path = uri.AbsolutePath.TrimStart('/');
        return new RabbitMqAddress(
            uri.Host,
            (ushort)(uri.Port > 0 ? uri.Port : tls ? 5671 : 5672),
            path.Length == 0 ? "/" : Uri.UnescapeDataString(path),
            user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            user.Length == 1 ? "guest" : Uri.UnescapeDataString(user[1]),
            tls);
    }

    // A broker that hangs is left after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Makes connections outside the bus.</summary>
    public ConnectionFactory Factory(TimeSpan patience) => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password,
        Ssl = new SslOption { Enabled = Tls, ServerName = Host },
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = patience,
        ContinuationTimeout = patience,
        HandshakeContinuationTimeout = patience,
    };

    public void Apply(IRabbitMqBusFactoryConfigurator factory) => factory.Host(Host, Port, VirtualHost, host =>
    {
        host.Username(User);
        host.Password(Password);
        host.PublisherConfirmation = true;
        host.Heartbeat(Heartbeat);
        if (Tls)
            host.UseSsl(_ => { });
    });
}
