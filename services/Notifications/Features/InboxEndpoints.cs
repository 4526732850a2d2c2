using Matchmaking.Contracts;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Hosting;
using Matchmaking.Notifications.Data;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Notifications.Features;

/// <summary>A member's own inbox.</summary>
internal static class InboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/", ListAsync).WithName("notifications.list").WithSummary("Own messages, newest first").RequireAuthorization(Policies.SignedIn);
        api.MapGet("/unread", UnreadAsync).WithName("notifications.unread").WithSummary("How many are unread").RequireAuthorization(Policies.SignedIn);
        api.MapPost("/read-all", ReadAllAsync).WithName("notifications.read-all").WithSummary("Mark all as read").RequireAuthorization(Policies.SignedIn);
        api.MapPost("/{id:guid}/read", ReadAsync).WithName("notifications.read").WithSummary("Mark one as read").RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<Page<NotificationView>> ListAsync(Actor reader, PageQuery page, NotificationsDbContext db, CancellationToken cancellation)
    {
        var english = reader.Language == "en";
        return await page.RunAsync(
            db.Notifications.AsNoTracking().Where(n => n.AccountId == reader.AccountId)
                .OrderByDescending(n => n.At).ThenByDescending(n => n.Id)
                .Select(n => new NotificationView(n.Id, n.At, english ? n.TitleEn : n.TitleZh, n.Text, n.Link, n.ReadAt != null, n.Unsubscribe)),
            cancellation);
    }

    private static async Task<UnreadCount> UnreadAsync(Actor reader, NotificationsDbContext db, CancellationToken cancellation) =>
        new(await db.Notifications.CountAsync(n => n.AccountId == reader.AccountId && n.ReadAt == null, cancellation));

    private static async Task<IResult> ReadAllAsync(Actor reader, NotificationsDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await db.Notifications.Where(n => n.AccountId == reader.AccountId && n.ReadAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ReadAsync(Guid id, Actor reader, NotificationsDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var changed = await db.Notifications.Where(n => n.Id == id && n.AccountId == reader.AccountId)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), cancellation);
        return changed == 1
            ? TypedResults.NoContent()
            : throw ProblemException.NotFound("没有找到这条消息", "This message does not exist");
    }
}
