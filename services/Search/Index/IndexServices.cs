using Matchmaking.Search.Elastic;
using Matchmaking.Search.Lucene;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Matchmaking.Search.Index;

/// <summary>Registers the index on the engine that <c>Search:Engine</c> names.</summary>
internal static class IndexServices
{
    /// <exception cref="InvalidOperationException">There is no such engine.</exception>
    public static void AddIndex(this IHostApplicationBuilder builder)
    {
        var engine = builder.Configuration["Search:Engine"] ?? "lucene";
        switch (engine)
        {
            case "lucene":
                builder.Services.AddSingleton<IIndexEngine, LuceneEngine>();
                break;
            case ElasticEngine.EngineName:
                builder.Services.AddSingleton(ElasticSettings.From(builder.Configuration));
                builder.Services.AddSingleton<IIndexEngine, ElasticEngine>();
                break;
            default:
                throw new InvalidOperationException($"Search:Engine is '{engine}'; it can be lucene or elasticsearch.");
        }

        // Who brings a model registers the form with its vectors before.
        builder.Services.TryAddSingleton(new IndexFormat());
        builder.Services.AddSingleton<IndexFeeder>();
        builder.Services.AddSingleton<IndexHolder>();
        builder.Services.AddSingleton<ISearchIndex>(services => services.GetRequiredService<IndexHolder>());
        builder.Services.AddHostedService(services => services.GetRequiredService<IndexHolder>());
        builder.Services.AddSingleton<ChangeFeeds>();
        builder.Services.AddHealthChecks().AddCheck<IndexHealth>("search");
        builder.Services.AddSingleton<IndexRebuild>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IndexRebuild>());
    }
}
