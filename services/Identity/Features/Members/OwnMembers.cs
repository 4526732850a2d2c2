using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Members;

/// <summary>What changes of members have in common.</summary>
internal static class OwnMembers
{
    /// <summary>A member of this organisation, at the version the administrator looked at.</summary>
    /// <exception cref="ProblemException">404: no member of this organisation; 409: changed meanwhile.</exception>
    public static async Task<Account> FindAsync(
        IdentityDbContext db, Organisation organisation, Guid id, long version, CancellationToken cancellation)
    {
        var member = await db.Users.SingleOrDefaultAsync(a => a.Id == id && a.OrganisationId == organisation.Id, cancellation)
            ?? throw ProblemException.NotFound("本单位没有这名成员", "Your organisation has no such member");
        return member.Version == version ? member : throw ProblemException.Conflict();
    }

    /// <summary>Roles in the kind's order, each once.</summary>
    /// <exception cref="ProblemException">None was named, or one that members of this kind cannot hold.</exception>
    public static List<string> Roles(OrganisationKind kind, IReadOnlyList<string>? wanted)
    {
        var allowed = OrganisationKinds.RolesOf(kind);
        var roles = allowed.Where(r => wanted?.Contains(r) == true).ToList();
        if (wanted?.FirstOrDefault(r => !allowed.Contains(r)) is { } other)
        {
            throw ProblemException.Invalid("roles", $"本单位的成员不能担任角色“{other}”", $"Members of this organisation cannot hold the role '{other}'");
        }

        return roles.Count > 0
            ? roles
            : throw ProblemException.Invalid("roles", "请至少选择一个角色", "Choose at least one role");
    }
}
