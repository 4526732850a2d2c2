using System.Text;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace Matchmaking.Identity.Features.Me;

/// <summary>Two-step sign-in with an authenticator app (TOTP).</summary>
internal static class TwoFactor
{
    private const string Issuer = "产学研对接平台";
    private const int RecoveryCodeCount = 10;
    private const int PixelsPerModule = 4;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/two-factor", SetUpAsync)
            .WithName("identity.set-up-two-factor")
            .WithMetadata(new NotReplayed())
            .WithSummary("Key and QR code for an authenticator app")
            .RequireAuthorization(Policies.SignedIn);
        api.MapPost("/me/two-factor/enable", EnableAsync)
            .WithName("identity.enable-two-factor")
            .WithMetadata(new NotReplayed())
            .WithSummary("Turn on two-step sign-in; answers the recovery codes")
            .RequireRateLimiting(RateLimits.Sensitive)
            .RequireAuthorization(Policies.SignedIn);
        api.MapPost("/me/two-factor/disable", DisableAsync)
            .WithName("identity.disable-two-factor")
            .WithMetadata(new NotReplayed())
            .WithSummary("Turn off two-step sign-in")
            .RequireRateLimiting(RateLimits.Sensitive)
            .RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<Ok<TwoFactorSetup>> SetUpAsync(
        Actor actor, Caller caller, IdentityDbContext db, UserManager<Account> accounts, IUserStore<Account> store,
        CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        RefuseIfOn(account);
        // Through the store: the manager would end all sessions each time somebody merely looks at this page.
        var key = accounts.GenerateNewAuthenticatorKey();
        await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, key, cancellation);
        await db.SaveChangesAsync(cancellation);

        var uri = $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(account.Email!)}"
            + $"?secret={key}&issuer={Uri.EscapeDataString(Issuer)}&digits=6";
        return TypedResults.Ok(new TwoFactorSetup(InGroups(key), uri, QrOf(uri)));
    }

    private static async Task<Ok<RecoveryCodes>> EnableAsync(
        EnableTwoFactor request, Actor actor, Caller caller, PasswordProof proof, UsedCodes used, IdentityDbContext db, UserManager<Account> accounts,
        Ledger ledger, CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        RefuseIfOn(account);
        // Whoever finds a session open could otherwise lock its owner out with a phone of their own.
        await proof.RequireAsync(account, request.Password, "password", cancellation);
        var code = new string([.. (request.Code ?? "").Where(char.IsAsciiDigit)]);
        if (!await used.TakeAsync(account, code, cancellation))
        {
            throw ProblemException.Invalid("code", "验证码不正确，请确认手机时间准确后重新输入", "This code is wrong. Check that the clock of your phone is right and type it again");
        }

        account.TwoFactorEnabled = true;
        var codes = await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount);
        ledger.Audit(actor, AuditVerbs.TwoFactorOn, account);
        ledger.Changed(account);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new RecoveryCodes([.. codes!]));
    }

    private static async Task<NoContent> DisableAsync(
        ConfirmWithPassword request, Actor actor, Caller caller, PasswordProof proof, IdentityDbContext db, Ledger ledger,
        CancellationToken cancellation)
    {
        var account = await caller.AccountAsync(actor, cancellation);
        await proof.RequireAsync(account, request.Password, "password", cancellation);
        if (account.TwoFactorEnabled)
        {
            account.TwoFactorEnabled = false;
            db.UserTokens.RemoveRange(db.UserTokens.Where(t => t.UserId == account.Id));
            ledger.Audit(actor, AuditVerbs.TwoFactorOff, account);
            ledger.Changed(account);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }

    private static void RefuseIfOn(Account account)
    {
        if (account.TwoFactorEnabled)
        {
            throw ProblemException.Rule("two-factor-on", "两步验证已开启，如需更换设备请先关闭", "Two-step sign-in is on already. Turn it off first to change the device");
        }
    }

    private static string InGroups(string key)
    {
        const int group = 4;
        var text = new StringBuilder(key.Length + (key.Length / group));
        for (var i = 0; i < key.Length; i++)
        {
            if (i > 0 && i % group == 0)
            {
                text.Append(' ');
            }

            text.Append(key[i]);
        }

        return text.ToString();
    }

    private static string QrOf(string uri)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(PixelsPerModule);
    }
}
