using Matchmaking.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Testing;

/// <summary>The outboxes of all services of a process.</summary>
public static class Outboxes
{
    /// <summary>Waits until every fact has been handled by everybody: on the in-memory bus, sent means handled.</summary>
    public static async Task SettledAsync(IServiceProvider services)
    {
        // Twice the same with nothing unsent: a handler may write a fact after its own outbox was looked at.
        var before = "";
        await Probe.Until(
            async () =>
            {
                await using var scope = services.CreateAsyncScope();
                List<int> facts = [];
                var waiting = 0;
                foreach (var (_, type) in scope.ServiceProvider.GetServices<MigratedContext>())
                {
                    var database = ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database;
                    facts.Add((await database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM outbox_messages").ToListAsync()).Single());
                    waiting += (await database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM outbox_messages WHERE sent_at IS NULL AND dead_at IS NULL").ToListAsync()).Single();
                }

                var now = string.Join(' ', facts);
                var settled = waiting == 0 && now == before;
                before = now;
                return settled;
            },
            "every fact is handled", 180);
    }
}
