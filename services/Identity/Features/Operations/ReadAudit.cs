using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Operations;

/// <summary>The audit trail of all services: the bureau reads all of it, an organisation's administrator that of the own organisation.</summary>
internal static class ReadAudit
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/audit", HandleAsync)
        .WithName("identity.audit")
        .WithSummary("Who changed what and when, newest first; actor is an id or part of a name, verb may be a prefix")
        .RequireAuthorization(Policies.SignedIn);

    public static AuditRow RowOf(AuditEntry entry, string language) => new(
        entry.Id, entry.At, entry.ActorId, entry.ActorName, entry.Verb, AuditVerbs.LabelOf(entry, language), entry.TargetName,
        entry.TargetId, entry.OrganisationId, entry.Before, entry.After);

    private static async Task<Ok<Page<AuditRow>>> HandleAsync(
        Actor actor, PageQuery page, Caller caller, IdentityDbContext db, CancellationToken cancellation,
        [FromQuery(Name = "actor")] string? who = null, string? verb = null, DateOnly? from = null, DateOnly? to = null, Guid? organisation = null)
    {
        // An officer sees everything, everybody else needs the administrator's role, whatever filter is asked for.
        var only = actor.IsOrganizer ? organisation : (await caller.AdministeredAsync(actor, cancellation)).Id;
        var entries = db.Audit.AsNoTracking().Where(e => only == null || e.OrganisationId == only);
        if (Guid.TryParse(who, out var id))
        {
            entries = entries.Where(e => e.ActorId == id);
        }
        else if (FormChecks.Clean(who) is { } name)
        {
            entries = entries.Where(e => e.ActorName.Contains(name));
        }

        if (FormChecks.Clean(verb) is { } prefix)
        {
            entries = entries.Where(e => e.Verb.StartsWith(prefix));
        }

        if (from is { } first)
        {
            var start = WorkingDays.Day(first).From;
            entries = entries.Where(e => e.At >= start);
        }

        if (to is { } last)
        {
            var end = WorkingDays.Day(last).Until;
            entries = entries.Where(e => e.At < end);
        }

        var found = await page.RunAsync(entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id), cancellation);
        return TypedResults.Ok(new Page<AuditRow>(
            [.. found.Items.Select(e => RowOf(e, actor.Language))], found.Total, found.Number, found.Size));
    }
}
