using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Cooperation.Features;

/// <summary>Lists interests and shows one.</summary>
internal static class ReadInterests
{
    private static readonly InterestStatus[] Open = [InterestStatus.Sent, InterestStatus.Seen, InterestStatus.Asked];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/interests", ListAsync).WithName("cooperation.interests.list").WithSummary("Interests sent or received; all for the bureau").RequireAuthorization(Policies.Member);
        api.MapGet("/interests/{id:guid}", GetAsync).WithName("cooperation.interests.get").WithSummary("One interest").RequireAuthorization(Policies.Member);
    }

    private static async Task<Page<InterestView>> ListAsync(
        Actor reader, PageQuery page, InterestStore store, CancellationToken cancellation,
        [FromQuery] string? box = null, [FromQuery] string? status = null, [FromQuery] Guid? itemId = null,
        [FromQuery] bool overdue = false)
    {
        var now = store.Now;
        var organisation = reader.OrganisationId ?? Guid.Empty;
        var query = store.Visible(reader).AsNoTracking();
        query = box switch
        {
            "sent" => query.Where(i => i.SenderOrganisationId == organisation),
            "received" => query.Where(i => i.ReceiverOrganisationId == organisation),
            null or "" or "all" => query,
            _ => throw ProblemException.Invalid("box", "box 可选 sent、received、all", "box must be sent, received or all"),
        };
        if (itemId is { } item)
        {
            query = query.Where(i => i.ItemId == item || i.OwnId == item);
        }

        if (overdue)
        {
            query = query.Where(i => i.DueAt < now && !(reader.IsOrganizer && i.Held));
        }

        if (status is "open")
        {
            query = query.Where(i => Open.Contains(i.Status));
        }
        else if (status is { Length: > 0 })
        {
            query = Enum.TryParse<InterestStatus>(status, true, out var wanted) && Enum.IsDefined(wanted)
                ? query.Where(i => i.Status == wanted)
                : throw ProblemException.Invalid("status", $"没有“{status}”这个状态", $"There is no status '{status}'");
        }

        // What waits comes first, the most urgent of it on top.
        var rows = await page.RunAsync(
            query.OrderBy(i => i.DueAt == null).ThenBy(i => i.DueAt).ThenByDescending(i => i.UpdatedAt).ThenBy(i => i.Id), cancellation);
        var suspended = await store.IsSuspendedAsync(reader, cancellation);
        return new([.. rows.Items.Select(i => i.For(InterestStore.SideOf(i, reader), now, suspended))], rows.Total, rows.Number, rows.Size);
    }

    private static async Task<InterestView> GetAsync(Guid id, Actor reader, InterestStore store, CancellationToken cancellation)
    {
        var (interest, side) = await store.LoadAsync(id, reader, cancellation);
        return interest.For(side, store.Now, await store.IsSuspendedAsync(reader, cancellation));
    }
}
