namespace Matchmaking.Messaging;

/// <summary>Settings of the section <c>Outbox</c>.</summary>
internal sealed class OutboxOptions
{
    /// <summary>Longest wait for a fact whose wake-up signal was lost.</summary>
    public double PollSeconds { get; set; } = 2;

    /// <summary>How long a claim lasts; longer than <see cref="SendTimeoutSeconds"/>.</summary>
    public double LeaseSeconds { get; set; } = 60;

    /// <summary>Time for one send, in embedded mode for its handlers to commit.</summary>
    public double SendTimeoutSeconds { get; set; } = 30;

    /// <summary>Facts on their way at once, per service.</summary>
    public int InFlight { get; set; } = 200;

    /// <summary>Failures of the message's own before it is dead.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Longest pause after a failure.</summary>
    public double MaxBackoffSeconds { get; set; } = 60;

    /// <summary>How long a fact waits for a service that has never started before it is dead.</summary>
    public double UnheardHours { get; set; } = 24;

    /// <summary>Sent rows are kept this long.</summary>
    public double KeepDays { get; set; } = 7;

    /// <summary>An unsent row older than this makes the service unhealthy.</summary>
    public double MaxAgeSeconds { get; set; } = 300;
}

/// <summary>Settings of the section <c>Inbox</c>.</summary>
internal sealed class InboxOptions
{
    /// <summary>Entries are kept this long: longer than any redelivery may take.</summary>
    public double KeepDays { get; set; } = 30;

    /// <summary>Tries of a handler before its message is poison.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Messages one endpoint handles at once.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Longest pause while the service's database is away.</summary>
    public double MaxBackoffSeconds { get; set; } = 15;
}

/// <summary>Settings of the section <c>Bus</c>.</summary>
internal sealed class BusOptions
{
    /// <summary>inmemory or rabbitmq.</summary>
    public string Transport { get; set; } = "inmemory";

    public RabbitMqOptions RabbitMq { get; set; } = new();

    public bool Embedded => Transport switch
    {
        "inmemory" => true,
        "rabbitmq" => false,
        _ => throw new InvalidOperationException($"Bus:Transport is inmemory or rabbitmq, not '{Transport}'."),
    };

    internal sealed class RabbitMqOptions
    {
        /// <summary>amqp://user:pass@host:port/vhost, user and vhost percent-encoded.</summary>
        public string? Url { get; set; }
    }
}
