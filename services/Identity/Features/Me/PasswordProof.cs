using Matchmaking.Hosting;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.SignIn;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Asks for the password again before what cannot be undone. Wrong ones count as failed sign-ins.</summary>
internal sealed class PasswordProof(UserManager<Account> accounts, FailedSignIns failures)
{
    /// <exception cref="ProblemException">The password is wrong or the account is locked for the moment.</exception>
    public async Task RequireAsync(Account account, string? password, string field, CancellationToken cancellation)
    {
        if (await failures.IsLockedAsync(account, cancellation))
        {
            throw ProblemException.Rule("locked", "密码多次输入错误，请 15 分钟后再试", "Too many wrong passwords. Try again in 15 minutes");
        }

        if (!await accounts.CheckPasswordAsync(account, password ?? ""))
        {
            await failures.CountAsync(account, cancellation);
            throw ProblemException.Invalid(field, "当前密码不正确", "The current password is wrong");
        }
    }
}
