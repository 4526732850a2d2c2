using Matchmaking.Testing;
using RabbitMQ.Client;

namespace Matchmaking.Messaging.Tests;

/// <summary>A bus for one test: in memory, or queues of its own on the server in <c>TEST_RABBITMQ</c>, deleted afterwards.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly string? _url;

    private TestBroker(string? url)
    {
        _url = url;
        Settings = url is null ? [] : [("Bus:Transport", "rabbitmq"), ("Bus:RabbitMq:Url", url), ("Party:Service", Service)];
    }

    /// <summary>The service's name, so that no two tests share a queue.</summary>
    public string Service { get; } = $"party-{Guid.NewGuid():N}";

    public (string Name, string Value)[] Settings { get; }

    public bool Embedded => _url is null;

    public Uri Address => new(_url!);

    public static TestBroker Create(bool rabbitMq) => new(rabbitMq ? TestSettings.RabbitMq : null);

    /// <summary>Talks to the server without the product's help.</summary>
    public async Task<T> UseAsync<T>(Func<IChannel, Task<T>> use)
    {
        var factory = new ConnectionFactory { Uri = new Uri(_url!) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await use(channel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Embedded)
            return;
        await UseAsync(async channel =>
        {
            foreach (var queue in new[] { "readers", "index", "known", "audit" }.SelectMany(p => new[] { p, $"{p}_error", $"{p}_skipped" }))
            {
                await channel.QueueDeleteAsync($"{Service}-{queue}");
                await channel.ExchangeDeleteAsync($"{Service}-{queue}");
            }
            return true;
        });
    }
}

/// <summary>Tests on the shared broker run one by one: a fact reaches the queues of every test that listens to its kind.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection
{
    public const string Name = "broker";
}
