using Microsoft.AspNetCore.HttpOverrides;

namespace Matchmaking.Hosting;

/// <summary>
/// Who really asks: behind a proxy, and behind the portal's own pages, the connection's other end is a server of ours.
/// Its word on the client's address is taken from this machine and from the networks in <c>Proxies:Networks</c>
/// (comma-separated, such as 10.0.0.0/8), from nobody else.
/// </summary>
internal static class ClientAddress
{
    public static void AddClientAddress(this IHostApplicationBuilder builder) =>
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var network in (builder.Configuration["Proxies:Networks"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
}
