using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>The own organisation's data: read by members, changed by an administrator, also before approval.</summary>
internal static class OwnOrganisation
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/organisation", GetAsync)
            .WithName("identity.organisation")
            .WithSummary("The own organisation")
            .RequireAuthorization(Policies.SignedIn);
        api.MapPut("/organisation", UpdateAsync)
            .WithName("identity.update-organisation")
            .WithSummary("Change the own organisation's data; a rejected registration is submitted again")
            .RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<Ok<OrganisationView>> GetAsync(Actor actor, Caller caller, CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        return account.Organisation is { } organisation
            ? TypedResults.Ok(organisation.ToView())
            : throw ProblemException.NotFound("您的账号不属于任何单位", "Your account belongs to no organisation");
    }

    private static async Task<Ok<OrganisationView>> UpdateAsync(
        UpdateOrganisation request, Actor actor, Caller caller, IdentityDbContext db, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = await caller.AdministeredAsync(actor, cancellation);
        var form = FormChecks.Clean(request.Form ?? new());
        if (organisation.IsApproved && (form.Name != organisation.Name || form.CreditCode != organisation.CreditCode))
        {
            // The bureau approved exactly these two; changing them would turn the approval into one of somebody else.
            throw ProblemException.Rule(
                "approved-fields", "单位全称和统一社会信用代码已经审核，如需变更请联系主管部门",
                "The registered name and the credit code were approved as they are. Ask the bureau to change them");
        }

        // Also where the code is free: an account that nobody has approved must not find out which firms are on the portal.
        // The same for a rejected registration whose code another one has taken meanwhile.
        if (form.CreditCode != organisation.CreditCode
            || await CreditCodes.OwnerAsync(db, form.CreditCode, organisation.Id, cancellation) is not null)
        {
            throw ProblemException.Rule(
                "credit-code-registered", "统一社会信用代码注册后由主管部门更正，请联系主管部门",
                "After the registration the bureau corrects the credit code. Ask the bureau");
        }

        await OrganisationChange.ApplyAsync(organisation, form, request.Version, actor, db, ledger, cancellation);
        if (organisation.Status == OrganisationStatus.Rejected)
        {
            organisation.Status = OrganisationStatus.Pending;
            organisation.RejectReason = null;
        }

        ledger.Changed(organisation);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(organisation.ToView());
    }
}
