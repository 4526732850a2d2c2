using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Needs.Data;
using Matchmaking.Needs.Domain;
using Matchmaking.Records;
using Matchmaking.Records.Consumers;
using Matchmaking.Records.Features;

namespace Matchmaking.Needs;

/// <summary>Technical needs of enterprises.</summary>
public sealed class NeedsModule : IModule
{
    public string Name => ServiceNames.Needs;

    public Type DbContext => typeof(NeedsDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<NeedsDbContext, SqliteNeedsDbContext, PostgresNeedsDbContext>(Name);
        builder.Services.AddRecords<NeedsDbContext, Need, NeedContent, NeedStatus, NeedDefinition>();
        builder.Services.AddScoped<IDemoLoader, NeedsDemoLoader>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<NeedsDbContext>>("accounts")
        .On<AccountChanged, ErasureHandler<NeedsDbContext, Need, NeedContent, NeedStatus>>("erasures")
        .On<OrganisationChanged, OrganisationHandler<NeedsDbContext, Need, NeedContent, NeedStatus>>("organisations")
        .On<OrganisationChanged, NameHandler<NeedsDbContext, Need, NeedContent, NeedStatus>>("names")
        .On<InterestChanged, InterestHandler<NeedsDbContext, Need, NeedContent, NeedStatus>>("interests");

    public void MapEndpoints(IEndpointRouteBuilder api) => api.MapRecords<NeedsDbContext, Need, NeedContent, NeedStatus>(Name);
}
