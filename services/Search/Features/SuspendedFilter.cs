using Matchmaking.Hosting;
using Matchmaking.Search.Providers;

namespace Matchmaking.Search.Features;

/// <summary>Refuses members of an organisation that the bureau has suspended; put it on what only members use.</summary>
internal static class SuspendedFilter
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await http.RequestServices.GetRequiredService<ProviderFacts>().IsSuspendedAsync(Actor.From(http), http.RequestAborted)
            ? throw ProblemException.Forbidden("贵单位已被暂停，恢复前不能办理，请联系主管部门", "Your organisation is suspended. Ask the bureau")
            : await next(context);
    }
}
