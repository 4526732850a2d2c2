using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>
/// Takes the registration of an organisation with its first administrator. It counts once the address is confirmed; then
/// the bureau has to approve it.
/// </summary>
internal static class Register
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/registrations", HandleAsync)
        .WithName("identity.register")
        .WithSummary("Register an organisation with its first administrator")
        .RequireRateLimiting(RateLimits.Sensitive)
        .AllowAnonymous();

    private static async Task<Accepted<MailSent>> HandleAsync(
        RegisterOrganisation request, HttpContext http, IdentityDbContext db, UserManager<Account> accounts, Registrations registrations,
        Mails mails, TimeProvider time, CancellationToken cancellation)
    {
        var form = FormChecks.Clean(request.Organisation ?? new());
        var admin = Clean(request.Admin ?? new(), http.Language());
        Check(request.Kind, form, admin);
        if (request.CheckOnly)
        {
            return TypedResults.Accepted((string?)null, MailTexts.Registered(http.Language()));
        }

        await EvenTime.RunAsync(time, async () =>
        {
            if (!await TellAsync(form, admin, db, accounts, mails, cancellation))
            {
                var registration = await registrations.AddAsync(request.Kind, form, admin, cancellation);
                mails.ConfirmEmail(registration, registrations.TokenOf(registration));
            }

            await db.SaveChangesAsync(cancellation);
        }, cancellation);
        return TypedResults.Accepted((string?)null, MailTexts.Registered(http.Language()));
    }

    private static NewAdministrator Clean(NewAdministrator admin, string language) => admin with
    {
        Name = FormChecks.Clean(admin.Name) ?? "",
        Email = FormChecks.Clean(admin.Email) ?? "",
        Phone = FormChecks.Clean(admin.Phone),
        Language = admin.Language ?? language,
    };

    private static void Check(OrganisationKind kind, OrganisationForm form, NewAdministrator admin)
    {
        List<FieldFault> faults = [];
        if (!OrganisationKinds.Registrable.Contains(kind))
        {
            faults.Add(new("kind", new("这类单位不能自行注册，请联系平台管理员", "This kind of organisation cannot register itself. Ask the operator")));
        }

        faults.AddRange(FormChecks.Check(form, kind, "organisation."));
        faults.AddRange(FormChecks.Check(admin, "admin."));
        if (admin.Email.Length > 0 && FormChecks.EmailFault(admin.Email) is { } email)
        {
            faults.Add(new("admin.email", email));
        }

        if (admin.Name.Length > 0 && faults.All(f => f.Field != "admin.name") && FormChecks.PersonNameFault(admin.Name) is { } name)
        {
            faults.Add(new("admin.name", name));
        }

        if (FormChecks.PhoneFault(admin.Phone) is { } phone)
        {
            faults.Add(new("admin.phone", phone));
        }

        FormChecks.ThrowIfAny(faults);
    }

    // What is in use is told by mail to those whom it concerns; whoever typed it here learns neither. False: all is free.
    private static async Task<bool> TellAsync(
        OrganisationForm form, NewAdministrator admin, IdentityDbContext db, UserManager<Account> accounts, Mails mails, CancellationToken cancellation)
    {
        if (await accounts.FindByEmailAsync(admin.Email) is { } existing)
        {
            if (existing.Active)
            {
                await mails.ResetPasswordAsync(existing);
            }

            return true;
        }

        if (await CreditCodes.OwnerAsync(db, form.CreditCode, except: null, cancellation) is not { } owner)
        {
            return false;
        }

        mails.OrganisationTaken(admin);
        var administrators = await db.Users
            .Where(a => a.OrganisationId == owner.Id && a.Active && a.EmailConfirmed && a.Roles.Contains(Roles.OrganisationAdmin))
            .ToListAsync(cancellation);
        foreach (var administrator in administrators)
        {
            mails.ColleagueRegistered(administrator, owner, admin.Email);
        }

        return true;
    }
}
