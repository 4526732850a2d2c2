using Matchmaking.Hosting;
using Matchmaking.Notifications.Mail;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Notifications.Tests;

public sealed class RetentionTests
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Bodies_of_old_mails_are_blanked_and_the_rest_of_them_stays(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post { Before = () => throw new IOException("closed") });
        // More than one batch.
        var old = Enumerable.Range(0, 501).Select(_ => NotificationsHost.Mail(Now.AddDays(-32))).ToList();
        old.ForEach(m => m.SentAt = Now.AddDays(-31));
        var young = NotificationsHost.Mail(Now.AddDays(-32));
        young.SentAt = Now.AddDays(-29);
        var givenUp = NotificationsHost.Mail(Now.AddDays(-32));
        givenUp.Attempts = MailSender.MostAttempts;
        var waiting = NotificationsHost.Mail(Now.AddDays(-32));
        waiting.NextAttemptAt = Now.AddDays(1);
        await host.WriteAsync([.. old, young, givenUp, waiting]);

        // The host's own run at its start may have blanked some of them.
        await host.Services.GetRequiredService<MailCleaner>().RunOnceAsync(default);

        var left = await host.UseAsync(db => db.Mails.AsNoTracking().Where(m => m.Body != "").Select(m => m.Id).ToListAsync());
        Assert.Equal(new[] { young.Id, waiting.Id }.Order(), left.Order());
        Assert.Equal("标题", (await host.UseAsync(db => db.Mails.AsNoTracking().SingleAsync(m => m.Id == old[0].Id))).Subject);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Idempotency_keys_go_after_the_days_that_the_setting_says(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await NotificationsHost.StartAsync(database, new Post(), "--Idempotency:KeepDays", "2");
        await host.UseAsync(db =>
        {
            db.AddRange(Enumerable.Range(0, 501).Select(i => Key($"old-{i}", Now.AddDays(-3))));
            db.Add(Key("young", Now.AddDays(-1)));
            return db.SaveChangesAsync();
        });

        // The host's own run at its start may be taking some of them.
        await Probe.Until(
            async () =>
            {
                await host.Services.GetRequiredService<IdempotencyCleaner>().RunOnceAsync(default);
                return await host.UseAsync(db => db.Set<IdempotencyKey>().Select(k => k.Id).ToListAsync()) is ["young"];
            },
            "only the young one is left");
    }

    private static IdempotencyKey Key(string id, DateTime at) => new() { Id = id, RequestHash = "x", At = at };
}
