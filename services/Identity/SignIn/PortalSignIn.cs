using System.Security.Claims;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Matchmaking.Identity.SignIn;

/// <summary>ASP.NET's sign-in, opened where the portal checks the password itself.</summary>
internal sealed class PortalSignIn(
    UserManager<Account> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<Account> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Account user) => user.Active && await base.CanSignInAsync(user);

    public override Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        authenticationProperties ??= new();
        BrowserSessions.Name(authenticationProperties);
        return base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }

    /// <summary>Signs in, or asks for the second factor, after the password was found right.</summary>
    public Task<SignInResult> StartAsync(Account account) => SignInOrTwoFactorAsync(account, isPersistent: false);

    /// <summary>Signs in after the second factor was found right.</summary>
    public async Task FinishAsync(Account account)
    {
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await SignInAsync(account, isPersistent: false, "mfa");
    }
}
