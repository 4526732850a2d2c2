using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace Matchmaking.Web.Services;

/// <summary>
/// Where the web app runs alone it is the one public origin: it passes API and token requests on to the services.
/// In one process the services answer them themselves and nothing is mapped.
/// </summary>
internal static class Gateway
{
    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        List<RouteConfig> routes = [];
        List<ClusterConfig> clusters = [];
        foreach (var service in ServiceNames.All.Where(s => configuration[$"Services:{s}:Url"] is not null))
        {
            clusters.Add(new ClusterConfig
            {
                ClusterId = service,
                Destinations = new Dictionary<string, DestinationConfig>
                {
                    ["only"] = new() { Address = configuration.ServiceUrl(service).ToString() },
                },
            });
            routes.Add(Route(service, $"/api/{service}/{{**rest}}"));
            routes.Add(Route(service + "-openapi", $"/openapi/{service}.json", service));
        }

        if (clusters.Any(c => c.ClusterId == ServiceNames.Identity))
        {
            routes.Add(Route("connect", "/connect/{**rest}", ServiceNames.Identity));
            routes.Add(Route("discovery", "/.well-known/{**rest}", ServiceNames.Identity));
        }

        builder.Services.AddReverseProxy().LoadFromMemory(routes, clusters);

        static RouteConfig Route(string id, string path, string? cluster = null) => new()
        {
            RouteId = id,
            ClusterId = cluster ?? id,
            Match = new RouteMatch { Path = path },
            // The original host is kept, so that addresses in answers stay public.
            Transforms =
            [
                new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" },
                // Services refuse the secret and the tokens that they have among themselves.
                new Dictionary<string, string> { ["RequestHeader"] = Forwarding.OutsideHeader, ["Set"] = "true" },
            ],
        };
    }

    public static void MapGateway(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<HostedModules>().IsComplete)
        {
            app.MapReverseProxy().AllowAnonymous();
        }
    }
}
