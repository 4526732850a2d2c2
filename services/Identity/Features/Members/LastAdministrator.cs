using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Members;

/// <summary>Every organisation keeps an administrator who can sign in.</summary>
internal static class LastAdministrator
{
    /// <summary>Call before an administrator stops being one; also makes two such changes at once collide.</summary>
    /// <exception cref="ProblemException">409: nobody else is an active administrator.</exception>
    public static async Task KeepAsync(
        IdentityDbContext db, Organisation organisation, Guid leaving, string zh, string en, CancellationToken cancellation)
    {
        var another = await db.Users.AnyAsync(
            a => a.OrganisationId == organisation.Id && a.Id != leaving && a.Active && a.EmailConfirmed
                && a.Roles.Contains(Roles.OrganisationAdmin),
            cancellation);
        if (!another)
        {
            throw ProblemException.Rule("last-admin", zh, en);
        }

        organisation.MembershipStamp = Guid.NewGuid();
    }

    /// <inheritdoc cref="KeepAsync(IdentityDbContext, Organisation, Guid, string, string, CancellationToken)"/>
    public static Task KeepAsync(IdentityDbContext db, Organisation organisation, Guid leaving, CancellationToken cancellation) =>
        KeepAsync(
            db, organisation, leaving, "单位至少要保留一名可登录的管理员，请先指定另一名管理员",
            "An organisation keeps at least one administrator. Name another one first", cancellation);
}
