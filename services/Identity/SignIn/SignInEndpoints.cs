using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.SignIn;

/// <summary>The form posts behind the portal's sign-in pages.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        var forms = app.MapGroup("/connect")
            .AllowAnonymous()
            .DisableAntiforgery()
            .RequireRateLimiting(RateLimits.Sensitive)
            .AddEndpointFilter<SameOrigin>()
            .ExcludeFromDescription();
        forms.MapPost("/sign-in", SignInAsync);
        forms.MapPost("/two-factor", TwoFactorAsync);
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? returnUrl,
        UserManager<Account> accounts, PortalSignIn signIn, Passwords passwords, FailedSignIns failures, IdentityDbContext db,
        TimeProvider time, CancellationToken cancellation)
    {
        email = email?.Trim() ?? "";
        var target = LocalAddress.Of(returnUrl);
        var start = time.GetTimestamp();
        if (await ProvenAsync(email, password, accounts, passwords, failures, cancellation) is not { } account)
        {
            await EvenTime.WaitAsync(time, start, cancellation);
            return Failed(SignInErrors.Invalid, target, email);
        }

        // Said only to who knows the password: it tells that the account exists.
        if (!account.Active)
        {
            return Failed(SignInErrors.Disabled, target, email);
        }

        if (!account.EmailConfirmed)
        {
            return Failed(SignInErrors.Unconfirmed, target, email);
        }

        var result = await signIn.StartAsync(account);
        if (result.Succeeded)
        {
            await failures.SucceededAsync(account, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
        return result.RequiresTwoFactor
            ? Results.LocalRedirect("/account/two-factor?returnUrl=" + Uri.EscapeDataString(target))
            : Results.LocalRedirect(target);
    }

    // One answer to an unknown address, a wrong password and a locked account: the lock is told by mail, to its owner.
    private static async Task<Account?> ProvenAsync(
        string email, string? password, UserManager<Account> accounts, Passwords passwords, FailedSignIns failures,
        CancellationToken cancellation)
    {
        var account = email.Length == 0 ? null : await accounts.FindByEmailAsync(email);
        if (account is null || await failures.IsLockedAsync(account, cancellation))
        {
            passwords.SpendTime(password);
            return null;
        }

        if (await accounts.CheckPasswordAsync(account, password ?? ""))
        {
            return account;
        }

        await failures.CountAsync(account, cancellation);
        return null;
    }

    private static async Task<IResult> TwoFactorAsync(
        [FromForm] string? code, [FromForm] string? returnUrl, UserManager<Account> accounts, PortalSignIn signIn,
        FailedSignIns failures, UsedCodes codes, IdentityDbContext db, CancellationToken cancellation)
    {
        var target = LocalAddress.Of(returnUrl);
        var account = await signIn.GetTwoFactorAuthenticationUserAsync();
        if (account is not { Active: true })
        {
            // The first step was too long ago.
            return Failed(SignInErrors.Expired, target, "");
        }

        var typed = new string([.. (code ?? "").Where(c => !char.IsWhiteSpace(c))]);
        if (await failures.IsLockedAsync(account, cancellation))
        {
            return Failed(SignInErrors.Locked, target, account.Email);
        }

        if (await IsRightAsync(typed, account, accounts, codes, db, cancellation))
        {
            await failures.SucceededAsync(account, cancellation);
            await signIn.FinishAsync(account);
            return Results.LocalRedirect(target);
        }

        return await failures.CountAsync(account, cancellation)
            ? Failed(SignInErrors.Locked, target, account.Email)
            : Results.LocalRedirect($"/account/two-factor?error={SignInErrors.Invalid}&returnUrl={Uri.EscapeDataString(target)}");
    }

    // Six digits are a code of the app; recovery codes have letters and a dash.
    private static async Task<bool> IsRightAsync(
        string code, Account account, UserManager<Account> accounts, UsedCodes codes, IdentityDbContext db, CancellationToken cancellation)
    {
        if (code.All(char.IsAsciiDigit))
        {
            return await codes.TakeAsync(account, code, cancellation);
        }

        if (!(await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded)
        {
            return false;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Of two that use one up at once, the second comes too late.
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private static IResult Failed(string error, string target, string? email) => Results.LocalRedirect(
        $"/account/login?error={error}&returnUrl={Uri.EscapeDataString(target)}&email={Uri.EscapeDataString(email ?? "")}");
}

/// <summary>Values of <c>error</c> on the sign-in pages.</summary>
internal static class SignInErrors
{
    /// <summary>Unknown address, wrong password or locked account.</summary>
    public const string Invalid = "invalid";

    /// <summary>Locked at the second step, which only who knows the password has reached.</summary>
    public const string Locked = "locked";

    public const string Unconfirmed = "unconfirmed";
    public const string Disabled = "disabled";

    /// <summary>The second step came too late after the first.</summary>
    public const string Expired = "expired";
}
