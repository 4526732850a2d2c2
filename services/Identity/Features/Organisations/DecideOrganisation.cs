using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>The bureau approves, rejects or suspends an organisation.</summary>
internal static class DecideOrganisation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/organisations/{id:guid}/approve", ApproveAsync)
            .WithName("identity.approve-organisation")
            .WithSummary("Approve a registration, or lift a suspension")
            .RequireAuthorization(Policies.Organizer);
        api.MapPost("/organisations/{id:guid}/reject", RejectAsync)
            .WithName("identity.reject-organisation")
            .WithSummary("Reject a registration with a reason")
            .RequireAuthorization(Policies.Organizer);
        api.MapPost("/organisations/{id:guid}/suspend", SuspendAsync)
            .WithName("identity.suspend-organisation")
            .WithSummary("Suspend an approved organisation with a reason")
            .RequireAuthorization(Policies.Organizer);
    }

    private static async Task<Ok<OrganisationView>> ApproveAsync(
        Guid id, ApproveOrganisation request, Actor actor, Caller caller, IdentityDbContext db, Mails mails, Ledger ledger,
        CancellationToken cancellation)
    {
        await caller.RequireAsync(actor, Roles.Organizer, cancellation);
        var organisation = await FindAsync(db, id, request.Version, cancellation);
        if (organisation.IsApproved)
        {
            throw ProblemException.Rule("approved-already", "该单位已通过审核", "The organisation is approved already");
        }

        await CreditCodes.RefuseTakenAsync(db, organisation.CreditCode, organisation.Id, cancellation);
        var (aboveScale, highTech) = (request.AboveScale ?? organisation.AboveScale, request.HighTech ?? organisation.HighTech);
        if ((aboveScale, highTech) != (organisation.AboveScale, organisation.HighTech))
        {
            CorrectOrganisation.Flag(organisation, aboveScale, highTech, actor, ledger);
        }

        var back = organisation.Status == OrganisationStatus.Suspended;
        Decide(organisation, OrganisationStatus.Approved, null, back ? AuditVerbs.OrganisationReinstate : AuditVerbs.OrganisationApprove, actor, ledger);
        foreach (var admin in await AdminsAsync(db, id, cancellation))
        {
            mails.Decided(admin, organisation, back ? "organisation-reinstated" : "organisation-approved");
        }

        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }

    private static async Task<Ok<OrganisationView>> RejectAsync(
        Guid id, RefuseOrganisation request, Actor actor, Caller caller, IdentityDbContext db, Mails mails, Ledger ledger,
        CancellationToken cancellation)
    {
        var reason = FormChecks.Reason(request.Reason);
        await caller.RequireAsync(actor, Roles.Organizer, cancellation);
        var organisation = await FindAsync(db, id, request.Version, cancellation);
        if (organisation.Status != OrganisationStatus.Pending)
        {
            throw ProblemException.Rule("not-pending", "只能退回待审核的单位", "Only a pending registration can be rejected");
        }

        Decide(organisation, OrganisationStatus.Rejected, reason, AuditVerbs.OrganisationReject, actor, ledger);
        foreach (var admin in await AdminsAsync(db, id, cancellation))
        {
            mails.Decided(admin, organisation, "organisation-rejected");
        }

        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }

    private static async Task<Ok<OrganisationView>> SuspendAsync(
        Guid id, RefuseOrganisation request, Actor actor, Caller caller, IdentityDbContext db, Mails mails, Ledger ledger,
        CancellationToken cancellation)
    {
        var reason = FormChecks.Reason(request.Reason);
        await caller.RequireAsync(actor, Roles.Organizer, cancellation);
        var organisation = await FindAsync(db, id, request.Version, cancellation);
        if (!organisation.IsApproved || organisation.Kind == OrganisationKind.Bureau)
        {
            throw ProblemException.Rule("not-suspendable", "只能暂停已通过审核的单位，主管部门不能暂停", "Only an approved organisation can be suspended, and no bureau");
        }

        Decide(organisation, OrganisationStatus.Suspended, reason, AuditVerbs.OrganisationSuspend, actor, ledger);
        foreach (var admin in await AdminsAsync(db, id, cancellation))
        {
            mails.Decided(admin, organisation, "organisation-suspended");
        }

        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }

    private static async Task<Organisation> FindAsync(IdentityDbContext db, Guid id, long version, CancellationToken cancellation)
    {
        var organisation = await ReviewOrganisation.FindAsync(db, id, cancellation);
        return organisation.Version == version ? organisation : throw ProblemException.Conflict();
    }

    private static void Decide(
        Organisation organisation, OrganisationStatus status, string? reason, string verb, Actor actor, Ledger ledger)
    {
        var before = organisation.Status.ToString();
        organisation.Status = status;
        organisation.RejectReason = reason;
        organisation.DecidedAt = ledger.Now;
        ledger.Audit(actor, verb, organisation, before, reason is null ? status.ToString() : $"{status}：{reason}");
        ledger.Changed(organisation);
    }

    // An address that nobody confirmed may be a stranger's.
    private static Task<List<Account>> AdminsAsync(IdentityDbContext db, Guid organisation, CancellationToken cancellation) =>
        db.Users.Where(a => a.OrganisationId == organisation && a.Active && a.EmailConfirmed && a.Roles.Contains(Roles.OrganisationAdmin)).ToListAsync(cancellation);
}
