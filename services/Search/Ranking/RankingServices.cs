using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Search.Markets;

namespace Matchmaking.Search.Ranking;

/// <summary>Registers the ranker, its lexicon and, where the operator has put a model in place, the semantic signal.</summary>
internal static class RankingServices
{
    public static void AddRanking(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(_ => TermLexicon.Load(builder.Configuration["Search:Lexicon:Path"]));
        services.AddSingleton<TranslationModel>();
        services.AddSingleton<LatentModels>();
        services.AddHostedService(provider => provider.GetRequiredService<LatentModels>());
        services.AddScoped<IRankedTexts, RankedTextStore>();
        services.AddScoped(provider => RankerOn(provider.GetRequiredService<IRankedTexts>(), provider));
        services.AddScoped(provider => ActivatorUtilities.CreateInstance<MarketRanker>(
            provider, RankerOn(new MarketTexts(provider.GetRequiredService<SearchDbContext>()), provider)));
        services.AddHostedService<TextBackfill>();
        if (builder.Configuration["Search:Embedding:Path"] is { Length: > 0 } folder)
        {
            // Half of the machine for one text leaves the other half to those who search meanwhile.
            services.AddSingleton(_ => SentenceEncoder.Open(folder, Math.Max(1, Environment.ProcessorCount / 2)));
            services.AddSingleton<SemanticModel>();
            services.AddSingleton(provider => new IndexFormat(
                provider.GetRequiredService<SentenceEncoder>().Dimensions, provider.GetRequiredService<SentenceEncoder>().Fingerprint));
            services.AddSingleton<EmbeddingProgress>();
            services.AddScoped<MarketEmbedding>();
            services.AddHostedService<EmbeddingWorker>();
        }

        services.AddHealthChecks().AddCheck<EmbeddingHealth>("embedding", tags: [HealthExtensions.Telling]);
    }

    private static Ranker RankerOn(IRankedTexts texts, IServiceProvider provider) => new(
        provider.GetRequiredService<ISearchIndex>(), texts, provider.GetRequiredService<TranslationModel>(),
        () => provider.GetRequiredService<LatentModels>().Current, provider.GetService<SemanticModel>(),
        // One blend for all of a request, whatever is learned meanwhile.
        provider.GetRequiredService<BlendProvider>().Current);
}
