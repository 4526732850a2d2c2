using System.Reflection;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>Puts a changed form into an organisation, with the audit entry that tells before and after.</summary>
internal static class OrganisationChange
{
    /// <exception cref="ProblemException">The version is old, a field is wrong or the credit code is another's.</exception>
    public static async Task ApplyAsync(
        Organisation organisation, OrganisationForm form, long version, Actor actor, IdentityDbContext db, Ledger ledger,
        CancellationToken cancellation)
    {
        if (organisation.Version != version)
        {
            throw ProblemException.Conflict();
        }

        FormChecks.ThrowIfAny(FormChecks.Check(form, organisation.Kind, "form."));
        await CreditCodes.RefuseTakenAsync(db, form.CreditCode, organisation.Id, cancellation);
        var earlier = organisation.ToForm();
        var changed = typeof(OrganisationForm).GetProperties()
            .Where(p => !Equals(p.GetValue(earlier), p.GetValue(form)) && p.GetCustomAttribute<FieldAttribute>() is not null)
            .ToList();
        organisation.Apply(form);
        ledger.Audit(actor, AuditVerbs.OrganisationUpdate, organisation, Texts(changed, earlier), Texts(changed, form));
    }

    private static string Texts(IEnumerable<PropertyInfo> properties, OrganisationForm form) => string.Join(
        "；", properties.Select(p => $"{p.GetCustomAttribute<FieldAttribute>()!.Name.Zh}：{p.GetValue(form) ?? "—"}"));
}
