using Matchmaking.Achievements.Data;
using Matchmaking.Achievements.Domain;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Records;
using Matchmaking.Records.Consumers;
using Matchmaking.Records.Features;

namespace Matchmaking.Achievements;

/// <summary>Research results of universities and institutes.</summary>
public sealed class AchievementsModule : IModule
{
    public string Name => ServiceNames.Achievements;

    public Type DbContext => typeof(AchievementsDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<AchievementsDbContext, SqliteAchievementsDbContext, PostgresAchievementsDbContext>(Name);
        builder.Services.AddRecords<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus, AchievementDefinition>();
        builder.Services.AddScoped<IDemoLoader, AchievementsDemoLoader>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<AchievementsDbContext>>("accounts")
        .On<AccountChanged, ErasureHandler<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>>("erasures")
        .On<OrganisationChanged, OrganisationHandler<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>>("organisations")
        .On<OrganisationChanged, NameHandler<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>>("names")
        .On<InterestChanged, InterestHandler<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>>("interests");

    public void MapEndpoints(IEndpointRouteBuilder api) => api.MapRecords<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>(Name);
}
