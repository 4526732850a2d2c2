using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>What the other database does otherwise: it locks rows instead of the file, and refuses texts that SQLite takes.</summary>
public sealed class PostgresTests(PostgresPortal postgres) : IClassFixture<PostgresPortal>
{
    [Fact]
    public Task Batches_sent_at_once_start_each_record_once() => WriteTests.AtOnceAsync(postgres.Portal);

    [Fact]
    public Task Batches_sent_at_once_keep_to_the_limit_together() => WriteTests.LimitAsync(postgres.Portal);

    [Theory]
    [InlineData("redrive")]
    [InlineData("discard")]
    public Task An_operators_act_with_a_key_is_replayed(string act) => WriteTests.ActTwiceAsync(postgres.Portal, act);
}

/// <summary>The whole product on a PostgreSQL database of its own.</summary>
public sealed class PostgresPortal : IAsyncLifetime
{
    private TestDatabase? _database;
    private Portal? _portal;

    /// <summary>The host; a test that asks for it without a server is skipped.</summary>
    public Portal Portal => TestSettings.Postgres.Length > 0 ? _portal! : null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 })
        {
            _database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
            _portal = new Portal(_database);
            await _portal.InitializeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_portal?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
