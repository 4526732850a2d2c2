using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Matchmaking.AllInOne.Tests;

/// <summary>
/// The embedded databases are safe from other programs as long as this process holds its locks on their files; it would lose
/// them all by opening and closing one of the files beside SQLite.
/// </summary>
public sealed class DatabaseFileTests(Portal portal)
{
    [Fact]
    public async Task No_endpoint_and_no_loop_takes_away_the_locks_of_a_database()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Locks can be looked at on Linux only.");
        var targets = new Targets(portal);
        await targets.PrepareAsync();
        await portal.SettleAsync();
        await using var held = await HeldAsync();
        var files = await InodesAsync();
        Assert.NotEmpty(files);
        List<string> faults = [];
        await LookAsync("before all");
        foreach (var (method, path) in portal.Endpoints.Where(e => Endpoint.Method(e) == "GET").Select(e => ("GET", targets.PathOf(e)))
            .Concat(portal.Endpoints.Where(e => Endpoint.Method(e) != "GET").Select(e => (Endpoint.Method(e), Nowhere(Endpoint.Path(e)))))
            .Concat(new[] { "/health", "/alive", "/", "/search?q=轴承", "/results", "/ops", "/sitemap.xml", "/openapi/needs.json" }.Select(p => ("GET", p))))
        {
            await portal.SendAsync(method == "GET" ? Readers.Operator : Readers.Broker, method, path, method == "GET" ? null : "{}");
            await LookAsync($"{method} {path}");
        }

        foreach (var loop in portal.Services.GetServices<IHostedService>().Select(s => (Service: s, Once: s.GetType().GetMethod("RunOnceAsync", [typeof(CancellationToken)]))))
        {
            if (loop.Once is not null)
            {
                await (Task)loop.Once.Invoke(loop.Service, [CancellationToken.None])!;
                await LookAsync(loop.Service.GetType().Name);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));

        async Task LookAsync(string after)
        {
            // A line ends in device:inode first last.
            var locked = (await File.ReadAllTextAsync("/proc/locks")).Split([' ', ':', '\n']).ToHashSet();
            faults.AddRange(files.Where(f => !locked.Contains(f.Inode)).Select(f => $"{after}: no lock on {f.Name}"));
        }
    }

    [Fact]
    public async Task Who_looks_into_a_database_from_outside_sees_every_acknowledged_record_and_harms_none()
    {
        var file = Path.Combine(portal.Folder, "experts.db");
        var draft = await portal.RecordAsync("experts", Readers.Expert, new JsonObject { ["name"] = "外看" });
        var acknowledged = await CountAsync();
        using var over = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var version = 1; !over.IsCancellationRequested; version++)
            {
                (await portal.SendAsync(Readers.Expert, "PUT", $"/api/experts/{draft}", $$$"""{"content":{"name":"外看{{{version}}}"},"version":{{{version}}}}""")).Expect(200, "a save");
            }
        });
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(200, (await portal.SendAsync(null, "GET", "/health")).Status);
            for (var i = 0; i < 5; i++, acknowledged++)
            {
                (await portal.SendAsync(Readers.Expert, "POST", "/api/experts/", $$"""{"name":"外看第{{round}}轮{{i}}"}""")).Expect(201, "a draft");
            }

            Assert.Equal((acknowledged, "ok"), await Outsider.LookAsync(file));
        }

        await over.CancelAsync();
        await load;
        Assert.Equal(acknowledged, await CountAsync());
    }

    private static string Nowhere(string path) => path.Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
        .Replace("{other:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{market:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
        .Replace("{kind}", "need", StringComparison.Ordinal).Replace("{**rest}", "none", StringComparison.Ordinal);

    private async Task<int> CountAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var type = scope.ServiceProvider.GetServices<MigratedContext>().Single(c => c.Service == "experts").Context;
        return (await ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM records").ToListAsync()).Single();
    }

    // An open connection that has read once keeps its lock, so that there always is one to be lost.
    private async Task<AsyncServiceScope> HeldAsync()
    {
        var scope = portal.Services.CreateAsyncScope();
        foreach (var (_, type) in scope.ServiceProvider.GetServices<MigratedContext>())
        {
            var database = ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database;
            await database.OpenConnectionAsync();
            await database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM outbox_messages").ToListAsync();
        }

        return scope;
    }

    private async Task<List<(string Name, string Inode)>> InodesAsync()
    {
        List<(string, string)> files = [];
        foreach (var file in Directory.EnumerateFiles(portal.Folder, "*.db"))
        {
            using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", file]) { RedirectStandardOutput = true })!;
            var inode = (await stat.StandardOutput.ReadToEndAsync()).Trim();
            await stat.WaitForExitAsync();
            Assert.True(long.TryParse(inode, CultureInfo.InvariantCulture, out _));
            files.Add((Path.GetFileName(file), inode));
        }

        return files;
    }
}
