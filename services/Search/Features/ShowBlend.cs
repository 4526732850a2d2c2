using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;

namespace Matchmaking.Search.Features;

/// <summary>Which weights rank now, for the operator.</summary>
internal static class ShowBlend
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/blend", HandleAsync)
        .WithName("search.blend").WithSummary("Weights in force, weights as shipped, and the guard's result").RequireAuthorization(Policies.Operator);

    private static Task<BlendState> HandleAsync(BlendLearner learner, SearchDbContext db, CancellationToken cancellation) =>
        learner.StateAsync(db, cancellation);
}
