using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Matchmaking.Hosting;

/// <summary>
/// Limits of requests: wide ones for everybody, of interfaces and of pages, a tenth of them for what describes the system,
/// narrow ones for sign-in and registration, and for files. Members are counted each, since a whole office shares an address.
/// </summary>
public static class RateLimits
{
    // A minute's allowance comes back in such portions.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    // What describes the system: costly to make, and asked for by probes and by people who write programs.
    private static readonly string[] Described = ["/health", "/openapi", "/swagger"];

    // Cheap, and cached for good; asked for by probes many times a minute; limited by itself where it has to be.
    private static readonly string[] Free = ["/assets", "/alive", "/connect", "/.well-known"];

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
            options.OnRejected = (context, cancellation) => RefuseAsync(context.HttpContext, context.Lease, cancellation);
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => http.Request.Path switch
            {
                var path when path.StartsWithSegments("/api") => Window(WhoAsks(http), perMinute),
                var path when Free.Any(f => path.StartsWithSegments(f)) => RateLimitPartition.GetNoLimiter("free"),
                var path when Described.Any(d => path.StartsWithSegments(d)) => Window("d:" + AddressOf(http), Math.Max(1, perMinute / 10)),
                _ => Window("p:" + WhoAsks(http), perMinute),
            });
            options.AddPolicy(Upload, http => HttpMethods.IsPost(http.Request.Method)
                ? Window((http.Request.Path.StartsWithSegments("/api") ? "a:" : "u:") + WhoAsks(http), sensitivePerMinute)
                : RateLimitPartition.GetNoLimiter("reading"));
            options.AddPolicy(Sensitive, http => Window("s:" + AddressOf(http), sensitivePerMinute));
        });
    }

    private static async ValueTask RefuseAsync(HttpContext http, RateLimitLease lease, CancellationToken cancellation)
    {
        var seconds = Math.Ceiling((lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Step).TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (http.Request.Path.StartsWithSegments("/api"))
        {
            // Becomes problem details.
            return;
        }

        // No page of the portal: that would ask the services for what has just been refused.
        http.Response.ContentType = "text/html; charset=utf-8";
        var (title, text) = http.Language() == "en"
            ? ("Too many requests", $"Please try again in {seconds} seconds. What you wrote is still on the page before: go back to find it.")
            : ("访问太频繁", $"请在 {seconds} 秒后重试。刚填写的内容还在上一页，返回就能看到。");
        await http.Response.WriteAsync(
            $"""<!doctype html><html lang="{http.Language()}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><h1>{title}</h1><p>{text}</p></html>""",
            cancellation);
    }

    private static RateLimitPartition<string> Window(string key, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = (int)(TimeSpan.FromMinutes(1) / Step),
        });

    private static string WhoAsks(HttpContext http) => http.User.FindFirst("sub")?.Value ?? AddressOf(http);

    /// <summary>Whom a limit counts as one, beside accounts.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? VisitorOf(address) : "local";

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
