using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Changes name, phone and language of the own account.</summary>
internal static class UpdateProfile
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPut("/me", HandleAsync)
        .WithName("identity.update-me")
        .WithSummary("Change the own name, phone and language")
        .RequireAuthorization(Policies.SignedIn);

    private static async Task<Ok<MeView>> HandleAsync(
        UpdateMe request, Actor actor, Caller caller, IdentityDbContext db, UserManager<Account> accounts, Ledger ledger,
        CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        if (request.Version != account.Version)
        {
            throw ProblemException.Conflict();
        }

        var name = FormChecks.Clean(request.Name);
        var phone = FormChecks.Clean(request.Phone);
        FormChecks.ThrowIfAny(Faults(name, phone));
        // The trail tells which fields changed, not the personal data itself.
        List<string> changed = [];
        if (name != account.DisplayName)
        {
            changed.Add("姓名");
        }

        if (phone != account.PhoneNumber)
        {
            changed.Add("手机号");
        }

        if (Languages.Of(request.Language) != account.Language)
        {
            changed.Add("语言");
        }

        if (changed.Count > 0)
        {
            account.DisplayName = name!;
            account.PhoneNumber = phone;
            account.Language = Languages.Of(request.Language);
            ledger.Audit(actor, AuditVerbs.AccountUpdate, account, null, string.Join("、", changed));
            ledger.Changed(account);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.Ok(await GetMe.ViewAsync(account, accounts));
    }

    private static IEnumerable<FieldFault> Faults(string? name, string? phone)
    {
        if (FormChecks.PersonNameFault(name) is { } wrong)
        {
            yield return new("name", wrong);
        }

        if (FormChecks.PhoneFault(phone) is { } fault)
        {
            yield return new("phone", fault);
        }
    }
}
