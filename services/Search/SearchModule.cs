using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Search.Consumers;
using Matchmaking.Search.Data;
using Matchmaking.Search.Features;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Markets;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Providers;
using Matchmaking.Search.Ranking;
using Matchmaking.Search.Watches;

namespace Matchmaking.Search;

/// <summary>The index, search and matching.</summary>
public sealed class SearchModule : IModule
{
    public string Name => ServiceNames.Search;

    public Type DbContext => typeof(SearchDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<SearchDbContext, SqliteSearchDbContext, PostgresSearchDbContext>(Name);
        builder.Services.AddMemoryCache();
        builder.AddRanking();
        builder.AddIndex();
        builder.AddFeedback();
        builder.AddWatches();
        builder.Services.AddScoped<ProviderFacts>();
        builder.Services.AddScoped<DocumentStore>();
        builder.Services.AddScoped<DocumentIndexer>();
        builder.Services.AddScoped<Matcher>();
        builder.Services.AddSingleton<KeywordSpelling>();
        builder.Services.AddScoped<RelatedTerms>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<SearchDbContext>>("accounts")
        .On<NeedChanged, NeedIndexer>("index")
        .On<AchievementChanged, AchievementIndexer>("index")
        .On<ExpertChanged, ExpertIndexer>("index")
        .On<PostChanged, MarketEntryHandler>("markets")
        .On<ApplicationChanged, MarketEntryHandler>("markets")
        .On<ParticipantChanged, MarketEntryHandler>("markets")
        .On<InterestChanged, InterestFeedback>("feedback")
        .On<OrganisationChanged, ProviderHandler>("providers")
        .On<AccountChanged, WatchOwners>("watches");

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        var asking = api.MapGroup("").AddEndpointFilter(SearchUnavailableFilter.InvokeAsync);
        SearchRecords.Map(asking);
        SuggestPartners.Map(ForMembers(asking));
        WhyNot.Map(ForMembers(asking));
        SuggestInMarket.Map(ForMembers(asking));
        GiveFeedbackOnPartner.Map(ForMembers(api));
        ShowBlend.Map(api);
        ManageWatches.Map(ForMembers(api));
        Unsubscribe.Map(api);
        IndexOperations.Map(api);
    }

    private static RouteGroupBuilder ForMembers(IEndpointRouteBuilder api) => api.MapGroup("").AddEndpointFilter(SuspendedFilter.InvokeAsync);
}
