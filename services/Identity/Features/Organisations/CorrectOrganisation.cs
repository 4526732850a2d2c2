using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>What only the bureau may change: any field of an organisation's data, and the marks 规上 and 高企.</summary>
internal static class CorrectOrganisation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/organisations/{id:guid}", UpdateAsync)
            .WithName("identity.correct-organisation")
            .WithSummary("Correct an organisation's data")
            .RequireAuthorization(Policies.Organizer);
        api.MapPut("/organisations/{id:guid}/flags", FlagsAsync)
            .WithName("identity.flag-organisation")
            .WithSummary("Set whether an enterprise is above designated size and high-tech")
            .RequireAuthorization(Policies.Organizer);
    }

    private static async Task<Ok<OrganisationView>> UpdateAsync(
        Guid id, UpdateOrganisation request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        await caller.RequireAsync(actor, Roles.Organizer, cancellation);
        var organisation = await ReviewOrganisation.FindAsync(db, id, cancellation);
        var form = FormChecks.Clean(request.Form ?? new());
        await OrganisationChange.ApplyAsync(organisation, form, request.Version, actor, db, ledger, cancellation);
        ledger.Changed(organisation);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }

    private static async Task<Ok<OrganisationView>> FlagsAsync(
        Guid id, SetOrganisationFlags request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        await caller.RequireAsync(actor, Roles.Organizer, cancellation);
        var organisation = await ReviewOrganisation.FindAsync(db, id, cancellation);
        if (organisation.Version != request.Version)
        {
            throw ProblemException.Conflict();
        }

        Flag(organisation, request.AboveScale, request.HighTech, actor, ledger);
        ledger.Changed(organisation);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }

    /// <summary>Sets the marks; the caller tells of the change.</summary>
    /// <exception cref="ProblemException">It is no enterprise.</exception>
    public static void Flag(Organisation organisation, bool aboveScale, bool highTech, Actor actor, Ledger ledger)
    {
        if (organisation.Kind != OrganisationKind.Enterprise)
        {
            throw ProblemException.Rule("enterprises-only", "只有企业可以标注规上和高企", "Only enterprises have these marks");
        }

        var before = Text(organisation);
        organisation.AboveScale = aboveScale;
        organisation.HighTech = highTech;
        ledger.Audit(actor, AuditVerbs.OrganisationFlags, organisation, before, Text(organisation));
    }

    private static string Text(Organisation organisation) =>
        $"规上：{(organisation.AboveScale ? "是" : "否")}；高企：{(organisation.HighTech ? "是" : "否")}";
}
