namespace Matchmaking.Testing;

/// <summary>Servers that tests may use, named by environment variables; a test that lacks one is skipped.</summary>
public static class TestSettings
{
    /// <summary>An Npgsql connection string to a server where databases may be created.</summary>
    public static string Postgres => Need("TEST_POSTGRES");

    /// <summary>amqp://user:pass@host:port/vhost</summary>
    public static string RabbitMq => Need("TEST_RABBITMQ");

    /// <summary>The browser's executable, such as /usr/bin/chromium.</summary>
    public static string Chromium => Need("TEST_CHROMIUM");

    /// <summary>Address of an Elasticsearch where indices may be created.</summary>
    public static string Elasticsearch => Need("TEST_ELASTICSEARCH");

    /// <summary>The script that starts, kills and pauses an Elasticsearch of a test's own.</summary>
    public static string ElasticsearchScript => Need("TEST_ELASTICSEARCH_SCRIPT");

    /// <summary>Folder of an embedding model: model.onnx and vocab.txt.</summary>
    public static string Model => Need("TEST_MODEL");

    // xunit v3 takes an exception whose message has this prefix for a skip, so that this library needs no test framework.
    private static string Need(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new SkippedException($"$XunitDynamicSkip$Set {name} to run this test.");

    private sealed class SkippedException(string message) : Exception(message);
}
