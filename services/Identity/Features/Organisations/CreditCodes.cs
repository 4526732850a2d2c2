using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>One credit code, one organisation; rejected registrations do not count.</summary>
internal static class CreditCodes
{
    /// <exception cref="ProblemException">409: another organisation has the code. Whose it is, is not told.</exception>
    public static async Task RefuseTakenAsync(
        IdentityDbContext db, string? code, Guid? except, CancellationToken cancellation)
    {
        if (await OwnerAsync(db, code, except, cancellation) is not null)
        {
            throw ProblemException.Rule(
                "organisation-exists",
                "该统一社会信用代码的单位已在平台注册。请联系本单位的同事，由单位管理员向您发出邀请；如无法联系，请咨询主管部门",
                "An organisation with this credit code is registered already. Ask a colleague to have your administrator invite you, or ask the bureau");
        }
    }

    /// <summary>The organisation that has the code; null where it is free.</summary>
    public static async Task<Organisation?> OwnerAsync(IdentityDbContext db, string? code, Guid? except, CancellationToken cancellation) =>
        code is null ? null : await db.Organisations.AsNoTracking().FirstOrDefaultAsync(
            o => o.CreditCode == code && o.Id != except && o.Status != OrganisationStatus.Rejected, cancellation);
}
