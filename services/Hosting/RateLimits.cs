using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Matchmaking.Hosting;

/// <summary>Limits of requests: a wide one for everybody, narrow ones for sign-in and registration, and for files.</summary>
public static class RateLimits
{
    /// <summary>Name of the narrow limit: guessing passwords or flooding registrations.</summary>
    public const string Sensitive = "sensitive";

    /// <summary>Name of the limit of what takes files and long lists: posts only, by account; pages apart from the API that they call.</summary>
    public const string Upload = "upload";

    internal static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        var perMinute = builder.Configuration.GetValue("RateLimits:PerMinute", 1200);
        var sensitivePerMinute = builder.Configuration.GetValue("RateLimits:SensitivePerMinute", 20);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                {
                    context.HttpContext.Response.Headers.RetryAfter =
                        Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.Request.Path.StartsWithSegments("/api") ? Window(WhoAsks(http), perMinute) : RateLimitPartition.GetNoLimiter("pages"));
            options.AddPolicy(Upload, http => HttpMethods.IsPost(http.Request.Method)
                ? Window((http.Request.Path.StartsWithSegments("/api") ? "a:" : "u:") + WhoAsks(http), sensitivePerMinute)
                : RateLimitPartition.GetNoLimiter("reading"));
            options.AddPolicy(Sensitive, http => Window("s:" + Address(http), sensitivePerMinute));
        });
    }

    private static RateLimitPartition<string> Window(string key, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        });

    private static string WhoAsks(HttpContext http) => http.User.FindFirst("sub")?.Value ?? Address(http);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? VisitorOf(address) : "local";

    // Whoever has IPv6 has a /64 of it at least, hence as many addresses as they like.
    private static string VisitorOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) + "/64"
            : address.ToString();
    }
}
