using System.Diagnostics;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Needs.Data;
using Matchmaking.Needs;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Benchmarks;

/// <summary>
/// Facts through one service's outbox, from written to sent: on SQLite, and on PostgreSQL where TEST_POSTGRES names a
/// server, against the bare cost of inserting the same rows.
/// </summary>
internal static class OutboxBenchmark
{
    private const int Facts = 5000;
    private const int Batch = 50;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await MeasureAsync("sqlite", ["--Storage:Provider", "sqlite", "--Data:Path", folder]);
        Directory.Delete(folder, recursive: true);
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } server)
        {
            await using var database = await Testing.TestDatabase.CreateAsync(Testing.DatabaseKind.Postgres);
            await MeasureAsync("postgres", ["--Storage:Provider", "postgres", "--Storage:Postgres", database.ConnectionString]);
        }
        else
        {
            Console.WriteLine("postgres: set TEST_POSTGRES to measure it");
        }
    }

    private static async Task MeasureAsync(string name, string[] settings)
    {
        await using var app = ModuleHost.Build(
            ["--Urls", $"http://127.0.0.1:{Ports.Free()}", "--Bus:AllowPartial", "true", .. settings], [new NeedsModule()]);
        await app.StartAsync();
        await SendAsync(app, 500);
        var (write, total) = await SendAsync(app, Facts);
        Console.WriteLine(
            $"{name,-9} {Facts} facts: written {Facts / write.TotalSeconds:0} a second, sent {Facts / total.TotalSeconds:0} a second, " +
            $"sent / written {total / write:0.00} of the time");
        await app.StopAsync();
    }

    private static async Task<(TimeSpan Write, TimeSpan Total)> SendAsync(WebApplication app, int facts)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < facts; i += Batch)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<NeedsDbContext>();
            for (var n = 0; n < Batch; n++)
            {
                db.Publish(Fact());
            }

            await db.SaveChangesAsync();
        }

        var written = clock.Elapsed;
        while (await WaitingAsync(app) > 0)
        {
            await Task.Delay(10);
        }

        return (written, clock.Elapsed);
    }

    private static async Task<int> WaitingAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NeedsDbContext>();
        var table = db.Database.IsNpgsql() ? "needs.outbox_messages" : "outbox_messages";
#pragma warning disable EF1002 // one of two constants
        return (await db.Database.SqlQueryRaw<int>($"SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM {table} WHERE sent_at IS NULL").ToListAsync())[0];
#pragma warning restore EF1002
    }

    private static NeedChanged Fact() => new(
        Guid.CreateVersion7(), 1, TimeProvider.System.GetUtcNow().UtcDateTime,
        new RecordSnapshot<NeedContent>(
            "N-2026-0001", "published", true, Disclosure.L0, Guid.Empty, "测试单位", false, Guid.Empty, null, null, [],
            new NeedContent { Title = "基准", Problem = new string('问', 300) }));
}
