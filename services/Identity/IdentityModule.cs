using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Consumers;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Data.Postgres;
using Matchmaking.Identity.Data.Sqlite;
using Matchmaking.Identity.Features;
using Matchmaking.Identity.Features.Registration;
using Matchmaking.Identity.SignIn;
using Matchmaking.Identity.Start;
using Matchmaking.Identity.Tokens;
using Matchmaking.Messaging;

namespace Matchmaking.Identity;

/// <summary>Accounts, organisations, approval of registrations, tokens and the audit trail.</summary>
public sealed class IdentityModule : IModule
{
    public string Name => ServiceNames.Identity;

    public Type DbContext => typeof(IdentityDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<IdentityDbContext, SqliteIdentityDbContext, PostgresIdentityDbContext>(IdentityDbContext.Service);
        builder.AddAccounts();
        builder.AddTokenServer();
        builder.AddFirstStart();
        builder.Services.AddScoped<Ledger>();
        builder.Services.AddScoped<Caller>();
        builder.Services.AddScoped<Mails>();
        builder.Services.AddScoped<Passwords>();
        builder.Services.AddScoped<AccountAccess>();
        builder.Services.AddScoped<Registrations>();
        builder.Services.AddSingleton<RegistrationExpiry>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RegistrationExpiry>());
    }

    public void Subscribe(IFactSubscriptions facts) => facts.On<AuditNoted, AuditHandler>("audit");

    public void MapEndpoints(IEndpointRouteBuilder api) => api.MapFeatures();

    public void MapRoot(WebApplication app)
    {
        app.MapTokenServer();
        app.MapSignIn();
    }
}
