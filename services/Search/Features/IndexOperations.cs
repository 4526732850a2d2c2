using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>What the operator sees and does with the index.</summary>
internal static class IndexOperations
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/index", StateAsync).WithName("search.index").WithSummary("State of the index").RequireAuthorization(Policies.Operator);
        api.MapPost("/index/rebuild", Rebuild).WithName("search.index.rebuild").WithSummary("Rebuild the index beside the live one").RequireAuthorization(Policies.Operator);
    }

    private static async Task<IndexState> StateAsync(
        IndexHolder index, IndexRebuild rebuild, [FromServices] EmbeddingProgress? embedding, SearchDbContext db, CancellationToken cancellation)
    {
        var counts = await db.Documents.Where(d => d.Visible).GroupBy(d => d.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        return new IndexState(
            index.Engine, counts.ToDictionary(c => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(c.Key.ToString()), c => c.Count),
            rebuild.IsRunning, index.RebuiltAt, index.Problem ?? rebuild.LastError, index.Available, index.Behind,
            embedding is null ? null : new EmbeddingState(embedding.Waiting, embedding.Done, embedding.PerSecond, embedding.Fault));
    }

    private static IResult Rebuild(IndexRebuild rebuild) => rebuild.Ask()
        ? TypedResults.Accepted("/api/search/index")
        : throw ProblemException.Rule("rebuild-running", "索引正在重建，请等它完成", "A rebuild is under way. Wait for it to finish");
}
