using Matchmaking.Hosting;
using Matchmaking.Identity.Features.Me;
using Matchmaking.Identity.SignIn;

namespace Matchmaking.Identity.Start;

/// <summary>Where the first accounts come from.</summary>
internal static class FirstStart
{
    public static void AddFirstStart(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<Places>();
        builder.Services.AddScoped<UsedCodes>();
        builder.Services.AddScoped<FailedSignIns>();
        builder.Services.AddScoped<PasswordProof>();
        builder.Services.AddHostedService<Bootstrap>();
        builder.Services.AddScoped<IDemoLoader, IdentityDemoLoader>();
    }
}
