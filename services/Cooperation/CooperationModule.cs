using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Cooperation.Consumers;
using Matchmaking.Cooperation.Data;
using Matchmaking.Cooperation.Domain;
using Matchmaking.Cooperation.Features;
using Matchmaking.Hosting;
using Matchmaking.Messaging;

namespace Matchmaking.Cooperation;

/// <summary>Expressions of interest, from first word to exchanged contacts.</summary>
public sealed class CooperationModule : IModule
{
    public string Name => ServiceNames.Cooperation;

    public Type DbContext => typeof(CooperationDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<CooperationDbContext, SqliteCooperationDbContext, PostgresCooperationDbContext>(Name);
        builder.Services.AddScoped<InterestStore>();
        builder.Services.AddHostedService<InterestExpiry>();
        builder.Services.AddScoped<IDemoLoader, CooperationDemoLoader>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<CooperationDbContext>>("accounts")
        .On<AccountChanged, ErasureHandler>("erasures")
        .On<OrganisationChanged, OrganisationHandler>("organisations")
        .On<NeedChanged, NeedItemHandler>("items")
        .On<AchievementChanged, AchievementItemHandler>("items")
        .On<ExpertChanged, ExpertItemHandler>("items");

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        SendInterestFeature.Map(api);
        ReadInterests.Map(api);
        MoveInterest.Map(api);
        ManageNdas.Map(api);
        CountInterests.Map(api);
        ReadChanges.Map(api);
    }
}
