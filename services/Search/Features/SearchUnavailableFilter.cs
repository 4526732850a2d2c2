using Matchmaking.Hosting;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Features;

/// <summary>Says 503 where the engine is away, instead of an error of ours.</summary>
internal static class SearchUnavailableFilter
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SearchUnavailableException)
        {
            throw ProblemException.Unavailable(
                "search-unavailable", "查找暂时不可用，其他功能照常；登记的内容都已保存，恢复后自动可查，请稍后再试",
                "Search is not available for the moment. Everything else works, and what you enter is kept and will be findable. Please try again later", Again);
        }
    }
}
