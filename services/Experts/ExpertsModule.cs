using Matchmaking.Contracts;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Experts.Data;
using Matchmaking.Experts.Domain;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Records;
using Matchmaking.Records.Consumers;
using Matchmaking.Records.Features;

namespace Matchmaking.Experts;

/// <summary>Profiles of experts.</summary>
public sealed class ExpertsModule : IModule
{
    public string Name => ServiceNames.Experts;

    public Type DbContext => typeof(ExpertsDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<ExpertsDbContext, SqliteExpertsDbContext, PostgresExpertsDbContext>(Name);
        builder.Services.AddRecords<ExpertsDbContext, Expert, ExpertContent, ExpertStatus, ExpertDefinition>();
        builder.Services.AddScoped<IDemoLoader, ExpertsDemoLoader>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<ExpertsDbContext>>("accounts")
        .On<AccountChanged, ErasureHandler<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>>("erasures")
        .On<OrganisationChanged, OrganisationHandler<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>>("organisations")
        .On<OrganisationChanged, NameHandler<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>>("names")
        .On<InterestChanged, InterestHandler<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>>("interests");

    public void MapEndpoints(IEndpointRouteBuilder api) => api.MapRecords<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>(Name);
}
