using System.Security.Claims;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Operations;

/// <summary>How an operator's request ended.</summary>
internal enum OperationResult { Done, NotFound, Unreadable, Failed }

/// <summary>Who asks.</summary>
internal sealed record Operator(Guid? Id, string Name)
{
    public static Operator From(ClaimsPrincipal user) => new(
        Guid.TryParse(user.FindFirst("sub")?.Value, out var id) ? id : null, user.FindFirst("name")?.Value ?? "");
}

/// <summary>What an operator can do about messages that stopped. Each act is noted in the audit trail.</summary>
internal sealed class MessageOperations(
    IServiceScopeFactory scopes, SubscriptionCatalog subscriptions, InboxStore inbox, WriterGates gates, OutboxSignals signals, TimeProvider time)
{
    private const int PageSize = 50;
    private static readonly LocalText Redriven = new("重来停住的消息", "Redrove a stopped message");
    private static readonly LocalText Discarded = new("丢弃停住的消息", "Discarded a stopped message");

    public Task<Page<StoppedMessage>> DeadAsync(Type context, int page, CancellationToken cancellation) =>
        PageAsync(context, db => db.Set<OutboxMessage>().Where(m => m.DeadAt != null && m.SentAt == null).OrderBy(m => m.Seq)
            .Select(m => new StoppedMessage(
                m.MessageId, "dead", m.MessageId, m.Name, m.Key, null, m.DeadAt!.Value, m.Attempts, m.LastError ?? "", m.TraceParent)),
            page, cancellation);

    public Task<Page<StoppedMessage>> PoisonAsync(Type context, int page, CancellationToken cancellation) =>
        PageAsync(context, db => db.Set<PoisonMessage>().OrderBy(m => m.FailedAt).ThenBy(m => m.Id)
            .Select(m => new StoppedMessage(
                m.Id, "poison", m.MessageId, m.Name, null, m.Consumer, m.FailedAt, m.Attempts, m.Error, m.TraceParent)),
            page, cancellation);

    /// <summary>Lets a dead fact leave again, or runs the one handler that failed again.</summary>
    public async Task<(OperationResult Result, string? Error)> RedriveAsync(
        Type context, string service, Guid id, Operator by, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        if (await ReviveAsync(context, service, db, id, by, cancellation))
            return (OperationResult.Done, null);
        if (await db.Set<PoisonMessage>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellation) is not { } poison)
            return (OperationResult.NotFound, null);
        if (subscriptions.Find(service, poison.Consumer, poison.Name) is not { } subscription)
            return (OperationResult.Unreadable, $"No handler '{poison.Consumer}' of '{poison.Name}' is here any more.");
        await NoteAttemptAsync(context, service, db, poison, by, cancellation);
        try
        {
            var delivery = new Delivery(poison.MessageId, (IFact)FactJson.Read(poison.Body, subscription.Fact), poison.TraceParent, null);
            return (await inbox.RedriveAsync(subscription, id, delivery, cancellation) ? OperationResult.Done : OperationResult.NotFound, null);
        }
        catch (JsonException error)
        {
            return (OperationResult.Unreadable, error.Message);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            await RememberAsync(context, db, id, error, cancellation);
            return (OperationResult.Failed, error.Message);
        }
    }

    /// <summary>Gives a message up. A dead fact counts as sent, which frees its key, and is cleaned up with the others.</summary>
    public async Task<OperationResult> DiscardAsync(Type context, string service, Guid id, Operator by, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.Context(context);
        var found = await db.Set<PoisonMessage>().Where(m => m.Id == id).Select(m => m.Consumer).FirstOrDefaultAsync(cancellation) is { } consumer
            ? ("poison", consumer)
            : ("dead", await Dead(db, id).Select(m => m.Name).FirstOrDefaultAsync(cancellation) ?? "");
        var done = await ChangeAsync(context, db, async () =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var changed = await Dead(db, id).ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, now), cancellation)
                + await db.Set<PoisonMessage>().Where(m => m.Id == id).ExecuteDeleteAsync(cancellation);
            Note(db, by, "discard", Discarded, service, id, found, "discarded");
            return changed > 0;
        }, cancellation);
        signals.Pulse(context);
        return done ? OperationResult.Done : OperationResult.NotFound;
    }

    private async Task<bool> ReviveAsync(Type context, string service, DbContext db, Guid id, Operator by, CancellationToken cancellation)
    {
        var name = await Dead(db, id).Select(m => m.Name).FirstOrDefaultAsync(cancellation) ?? "";
        var revived = await ChangeAsync(context, db, async () =>
        {
            var changed = await Dead(db, id).ExecuteUpdateAsync(s => s.SetProperty(m => m.DeadAt, (DateTime?)null)
                .SetProperty(m => m.Attempts, 0).SetProperty(m => m.NextAttemptAt, (DateTime?)null), cancellation);
            Note(db, by, "redrive", Redriven, service, id, ("dead", name), "redriven");
            return changed > 0;
        }, cancellation);
        signals.Pulse(context);
        return revived;
    }

    // Before the attempt, which commits or fails in a transaction of its own: whoever tries is on record either way.
    private Task<bool> NoteAttemptAsync(
        Type context, string service, DbContext db, PoisonMessage poison, Operator by, CancellationToken cancellation) =>
        ChangeAsync(context, db, () =>
        {
            Note(db, by, "redrive", Redriven, service, poison.Id, ("poison", poison.Consumer), "redriven");
            return Task.FromResult(true);
        }, cancellation);

    /// <summary>Commits the change together with its note in the audit trail, or nothing where there was nothing to change.</summary>
    private async Task<bool> ChangeAsync(Type context, DbContext db, Func<Task<bool>> change, CancellationToken cancellation)
    {
        using var gate = await gates.EnterAsync(context, db, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await change())
        {
            db.ChangeTracker.Clear();
            return false;
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private void Note(
        DbContext db, Operator by, string verb, LocalText label, string service, Guid id, (string State, string What) message, string after) =>
        db.Publish(new AuditNoted(Guid.CreateVersion7(), 1, time.GetUtcNow().UtcDateTime, new AuditNote(
            by.Id, by.Name, null, "message." + verb, label, id, $"{service}: {message.What}", message.State, after)));

    private async Task RememberAsync(Type context, DbContext db, Guid id, Exception error, CancellationToken cancellation)
    {
        using var gate = await gates.EnterAsync(context, db, cancellation);
        var text = Databases.Trim(error.ToString(), MessagingModel.MaxError);
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<PoisonMessage>().Where(m => m.Id == id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Error, text)
            .SetProperty(m => m.Attempts, m => m.Attempts + 1).SetProperty(m => m.FailedAt, now), cancellation);
    }

    private static IQueryable<OutboxMessage> Dead(DbContext db, Guid id) =>
        db.Set<OutboxMessage>().Where(m => m.MessageId == id && m.DeadAt != null && m.SentAt == null);

    private async Task<Page<StoppedMessage>> PageAsync(
        Type context, Func<DbContext, IQueryable<StoppedMessage>> query, int page, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = query(scope.ServiceProvider.Context(context));
        var number = Math.Clamp(page, 1, Page<StoppedMessage>.MostRows / PageSize);
        return new Page<StoppedMessage>(
            await rows.Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancellation), await rows.CountAsync(cancellation), number, PageSize);
    }
}
