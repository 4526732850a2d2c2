using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Registration;

/// <summary>Registers an organisation with its first administrator. The bureau has to approve it.</summary>
internal static class Register
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/registrations", HandleAsync)
        .WithName("identity.register")
        .WithSummary("Register an organisation with its first administrator")
        .RequireRateLimiting(RateLimits.Sensitive)
        .AllowAnonymous();

    private static async Task<Accepted<MailSent>> HandleAsync(
        RegisterOrganisation request, HttpContext http, IdentityDbContext db, UserManager<Account> accounts, Passwords passwords,
        Mails mails, Ledger ledger, TimeProvider time, CancellationToken cancellation)
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
            if (await accounts.FindByEmailAsync(admin.Email) is not null
                || await CreditCodes.OwnerAsync(db, form.CreditCode, except: null, cancellation) is not null)
            {
                passwords.SpendTime(admin.Password);
                await TellAsync(form, admin, db, accounts, mails, cancellation);
            }
            else if (!await CreateAsync(request.Kind, form, admin, db, accounts, mails, ledger, cancellation))
            {
                // A twin request with this address or this credit code was faster.
                db.ChangeTracker.Clear();
                await TellAsync(form, admin, db, accounts, mails, cancellation);
            }
        }, cancellation);
        return TypedResults.Accepted((string?)null, MailTexts.Registered(http.Language()));
    }

    private static NewAdministrator Clean(NewAdministrator admin, string language) => admin with
    {
        Name = FormChecks.Clean(admin.Name) ?? "",
        Email = FormChecks.Clean(admin.Email) ?? "",
        Phone = FormChecks.Clean(admin.Phone),
        Password = admin.Password ?? "",
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

        if (admin.Password.Length > 0 && Passwords.FaultOf(admin.Password, admin.Email) is { } password)
        {
            faults.Add(new("admin.password", password));
        }

        FormChecks.ThrowIfAny(faults);
    }

    // False where the address or the credit code turns out to be in use.
    private static async Task<bool> CreateAsync(
        OrganisationKind kind, OrganisationForm form, NewAdministrator admin, IdentityDbContext db, UserManager<Account> accounts,
        Mails mails, Ledger ledger, CancellationToken cancellation)
    {
        var organisation = new Organisation
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Name = form.Name,
            CreatedAt = ledger.Now,
        };
        organisation.Apply(form);
        db.Organisations.Add(organisation);

        var account = Account.Create(
            Guid.CreateVersion7(), admin.Name, admin.Email, admin.Language, organisation.Id,
            [OrganisationKinds.RolesOf(kind)[0], Roles.OrganisationAdmin], ledger.Now);
        account.PhoneNumber = admin.Phone;
        var created = await accounts.CreateAsync(account, admin.Password);
        if (created.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateEmail)))
        {
            return false;
        }

        created.ThrowIfFailed();
        var actor = Ledger.ActorOf(account);
        ledger.Audit(actor, AuditVerbs.OrganisationRegister, organisation, null, nameof(OrganisationStatus.Pending));
        ledger.Audit(actor, AuditVerbs.AccountCreate, account, null, string.Join(", ", account.Roles));
        ledger.Changed(organisation);
        ledger.Changed(account);
        await mails.ConfirmEmailAsync(account);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException)
        {
            // The indexes decide between twins: over the address, or over the credit code.
            return false;
        }
    }

    // What is in use is told by mail to those whom it concerns; whoever typed it here learns neither.
    private static async Task TellAsync(
        OrganisationForm form, NewAdministrator admin, IdentityDbContext db, UserManager<Account> accounts, Mails mails, CancellationToken cancellation)
    {
        if (await accounts.FindByEmailAsync(admin.Email) is { } existing)
        {
            if (existing.Active)
            {
                await (existing.EmailConfirmed ? mails.ResetPasswordAsync(existing) : mails.ConfirmEmailAsync(existing));
            }
        }
        else if (await CreditCodes.OwnerAsync(db, form.CreditCode, except: null, cancellation) is { } owner)
        {
            mails.OrganisationTaken(admin);
            var administrators = await db.Users
                .Where(a => a.OrganisationId == owner.Id && a.Active && a.EmailConfirmed && a.Roles.Contains(Roles.OrganisationAdmin))
                .ToListAsync(cancellation);
            foreach (var administrator in administrators)
            {
                mails.ColleagueRegistered(administrator, owner, admin.Email);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }
}
