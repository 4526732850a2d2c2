using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Matchmaking.Identity.Features;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.SignIn;

/// <summary>ASP.NET Core Identity with this service's rules and cookies.</summary>
internal static class AccountsSetup
{
    /// <summary>The cookie that remembers who signed in at Identity.</summary>
    public const string CookieName = "mm.identity";

    private const int MaxFailures = 5;
    private static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        var secure = builder.Configuration.IsPublicOverTls()
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        builder.Services.AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // Addresses decide, and those may be in any script.
                options.User.AllowedUserNameCharacters = "";
                options.SignIn.RequireConfirmedEmail = true;
                options.Lockout.MaxFailedAccessAttempts = MaxFailures;
                options.Lockout.DefaultLockoutTimeSpan = LockOut;
                // Passwords.cs has the rules, with messages in both languages.
                options.Password = new PasswordOptions
                {
                    RequiredLength = Passwords.Shortest,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddUserStore<AccountStore>()
            .AddSignInManager<PortalSignIn>()
            .AddDefaultTokenProviders();
        builder.Services.AddScoped<BrowserSessions>();
        builder.Services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = LinkLifetime);
        // Every authorization request looks at the account anyway, so a lock takes effect at once.
        builder.Services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero);

        builder.Services.AddAuthentication().AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(options => Harden(options.Cookie, CookieName, secure));
            cookies.ApplicationCookie!.Configure(options =>
            {
                options.ExpireTimeSpan = SessionLength;
                options.SlidingExpiration = true;
            });
            cookies.TwoFactorUserIdCookie!.Configure(options => Harden(options.Cookie, CookieName + ".second", secure));
        });
    }

    private static void Harden(CookieBuilder cookie, string name, CookieSecurePolicy secure)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = secure;
    }
}
