using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Matchmaking.Hosting;

/// <summary>
/// Who really asks, where a proxy or the web app stands in between: limits of requests must count the person's address.
/// Believed from this machine, and from the networks in <c>Proxies:Networks</c> (such as <c>10.1.0.0/24,10.2.0.0/24</c>).
/// </summary>
public static class Forwarding
{
    /// <summary>Passes the address of the person behind a page on to the service that the page asks.</summary>
    public static void UseCaller(this HttpRequestMessage request, HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address)
        {
            request.Headers.Add(ForwardedHeadersDefaults.XForwardedForHeaderName, address.ToString());
        }
    }

    /// <summary>What the gateway puts on every request that it passes on; callers cannot take it off.</summary>
    public const string OutsideHeader = "X-Matchmaking-Outside";

    /// <summary>
    /// Whether the request comes from no service of this installation: through the gateway, or from another machine to a
    /// process that holds all services.
    /// </summary>
    public static bool IsFromOutside(this HttpContext context) =>
        context.Request.Headers.ContainsKey(OutsideHeader)
        || (context.RequestServices.GetRequiredService<HostedModules>().IsComplete
            && context.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller)
            && !caller.Equals(context.Connection.LocalIpAddress));

    internal static void AddForwarding(this IHostApplicationBuilder builder)
    {
        var networks = (builder.Configuration["Proxies:Networks"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(System.Net.IPNetwork.Parse);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }
}
