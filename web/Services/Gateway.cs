using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Matchmaking.Web.Services;

/// <summary>
/// Where the web app runs alone it is the one public origin: it passes API and token requests on to the services.
/// In one process the services answer them themselves and nothing is mapped.
/// </summary>
internal static class Gateway
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(4);

    // As long as pages wait for a write.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        List<RouteConfig> routes = [];
        List<ClusterConfig> clusters = [];
        foreach (var service in ServiceNames.All.Where(s => configuration[$"Services:{s}:Url"] is not null))
        {
            clusters.Add(Cluster(service, configuration.ServiceUrls(service)));
            routes.Add(Route(service, $"/api/{service}/{{**rest}}"));
            routes.Add(Route(service + "-openapi", $"/openapi/{service}.json", service));
        }

        if (clusters.Any(c => c.ClusterId == ServiceNames.Identity))
        {
            routes.Add(Route("connect", "/connect/{**rest}", ServiceNames.Identity));
            routes.Add(Route("discovery", "/.well-known/{**rest}", ServiceNames.Identity));
        }

        builder.Services.AddReverseProxy().LoadFromMemory(routes, clusters);

        static ClusterConfig Cluster(string service, IReadOnlyList<Uri> addresses) => new()
        {
            ClusterId = service,
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            Destinations = addresses.ToDictionary(a => a.Authority, a => new DestinationConfig { Address = a.ToString() }),
            // Of one address alone nothing is known better by asking: it is tried.
            HealthCheck = addresses.Count == 1 ? null : new HealthCheckConfig
            {
                Active = new ActiveHealthCheckConfig { Enabled = true, Interval = Look, Timeout = Look / 2, Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures, Path = "/alive" },
            },
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = Patience },
        };

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
