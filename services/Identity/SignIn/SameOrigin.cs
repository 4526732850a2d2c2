using Matchmaking.Hosting;

namespace Matchmaking.Identity.SignIn;

/// <summary>
/// Refuses form posts that another site's page sends. The pages stand on the portal's own origin, so the browser's
/// Origin header is enough, and no antiforgery token has to be carried between two services.
/// </summary>
internal sealed class SameOrigin(IConfiguration configuration) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOwn(context.HttpContext.Request, configuration) ? await next(context) : TypedResults.BadRequest();

    /// <summary>Whether a page of the portal sent the form, or no browser at all.</summary>
    public static bool IsOwn(HttpRequest request, IConfiguration configuration)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return Same(origin, configuration.PublicUrl()) || Same(origin, $"{request.Scheme}://{request.Host}");
        }

        // Without Origin it is no browser of today; where other headers tell the sender, they count.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none";
    }

    private static bool Same(string origin, string address) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var left)
        && Uri.TryCreate(address, UriKind.Absolute, out var right)
        && Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
