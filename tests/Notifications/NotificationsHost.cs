using System.Collections.Concurrent;
using Matchmaking.Hosting;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Domain;
using Matchmaking.Notifications.Mail;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Matchmaking.Notifications.Tests;

/// <summary>Notifications alone, on a database that several of them may share as replicas.</summary>
internal sealed class NotificationsHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private NotificationsHost(string folder, TestDatabase database, Post post, string[] more)
    {
        _folder = folder;
        List<string> args = ["--Urls", $"http://127.0.0.1:{Ports.Free()}", "--Data:Path", folder, "--Bus:AllowPartial", "true", .. more];
        if (database.Kind == DatabaseKind.Postgres)
        {
            args.AddRange(["--Storage:Provider", "postgres", "--Storage:Postgres", database.ConnectionString]);
        }

        _app = ModuleHost.Build([.. args], [new NotificationsModule()], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Services.AddSingleton<IMailTransport>(post);
        });
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>A host whose mails go to the post office given.</summary>
    public static async Task<NotificationsHost> StartAsync(TestDatabase database, Post post, params string[] more)
    {
        var host = new NotificationsHost(Directory.CreateTempSubdirectory("notifications-").FullName, database, post, more);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Puts mails into the database as if their requests had been heard.</summary>
    public Task<int> WriteAsync(params IEnumerable<OutgoingMail> mails) => UseAsync(db =>
    {
        db.Mails.AddRange(mails);
        return db.SaveChangesAsync();
    });

    public static OutgoingMail Mail(DateTime at, string body = "内容") => new()
    {
        Id = Guid.CreateVersion7(),
        To = "someone@example.com",
        Subject = "标题",
        Body = body,
        WrittenAt = at,
        NextAttemptAt = at,
    };

    public async Task<T> UseAsync<T>(Func<NotificationsDbContext, Task<T>> use)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<NotificationsDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Takes mails and remembers them; may be told to be slow or closed.</summary>
internal sealed class Post : IMailTransport
{
    public ConcurrentQueue<string> Taken { get; } = [];

    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        await Before();
        Taken.Enqueue(message.MessageId!);
    }
}
