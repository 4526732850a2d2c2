namespace Matchmaking.Hosting;

/// <summary>Headers that every answer carries: TLS only where users come by it, no sniffing, no framing, no referrer to other sites, scripts from here only.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, IConfiguration configuration)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    // Swagger UI ships inline scripts.
    private const string SwaggerPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    // A year; not for other names below the same domain, which are not ours.
    private const string StrictTransport = "max-age=31536000";

    private readonly bool _overTls = configuration.IsPublicOverTls();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger") ? SwaggerPolicy : Policy;
        if (_overTls)
        {
            headers.StrictTransportSecurity = StrictTransport;
        }

        return next(context);
    }
}
