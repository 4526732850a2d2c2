using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features;

/// <summary>
/// The account behind a request as the database has it now. A token lives half an hour longer than the role it names,
/// so what changes accounts and organisations asks here.
/// </summary>
internal sealed class Caller(IdentityDbContext db)
{
    /// <summary>The account with its organisation.</summary>
    /// <exception cref="ProblemException">403: the account may no longer act, or the token is a program's.</exception>
    public async Task<Account> AccountAsync(Actor actor, CancellationToken cancellation) =>
        await db.Users.Include(a => a.Organisation).SingleOrDefaultAsync(a => a.Id == actor.AccountId && a.Active, cancellation)
        ?? throw ProblemException.Forbidden("此操作只能由在用的个人账号完成，请重新登录", "Only an active personal account can do this. Please sign in again");

    /// <summary>Asks the database whether the account still holds a role that its token names.</summary>
    /// <exception cref="ProblemException">403: it does not.</exception>
    public async Task RequireAsync(Actor actor, string role, CancellationToken cancellation)
    {
        if (!(await AccountAsync(actor, cancellation)).Roles.Contains(role))
        {
            throw ProblemException.Forbidden("您的账号没有这项权限", "Your account is not allowed to do this");
        }
    }

    /// <summary>The organisation that the account administers, whatever its status.</summary>
    /// <exception cref="ProblemException">403: no administrator.</exception>
    public async Task<Organisation> AdministeredAsync(Actor actor, CancellationToken cancellation)
    {
        var account = await AccountAsync(actor, cancellation);
        return account is { IsActiveAdmin: true, Organisation: { } organisation }
            ? organisation
            : throw ProblemException.Forbidden("此操作需要单位管理员权限", "Only an administrator of the organisation can do this");
    }

    /// <summary>The organisation that the account administers, approved by the bureau.</summary>
    /// <exception cref="ProblemException">403: no administrator, or not approved.</exception>
    public async Task<Organisation> AdministeredApprovedAsync(Actor actor, CancellationToken cancellation)
    {
        var organisation = await AdministeredAsync(actor, cancellation);
        return organisation.IsApproved
            ? organisation
            : throw ProblemException.Forbidden("单位尚未通过审核，暂不能进行此操作", "The organisation has not been approved yet");
    }
}
