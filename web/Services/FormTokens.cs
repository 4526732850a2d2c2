using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Matchmaking.Web.Services;

/// <summary>
/// Every write that the session's cookie authorises carries an antiforgery token. A form whose token is missing or too old
/// is not carried out: its page is shown again with what was entered, a new token and the reason, so that nobody writes twice.
/// </summary>
internal static class FormTokens
{
    private const string SignOutPage = "/account/sign-out";
    private static readonly object Refused = new();
    private static readonly object TooLarge = new();

    public static void AddFormTokens(this IHostApplicationBuilder builder) =>
        builder.Services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "mm.form";
            // As long as the session may last: a browser that was closed and opened again keeps its half-filled tabs.
            options.Cookie.MaxAge = TimeSpan.FromDays(90);
        });

    /// <summary>Refuses the endpoint's posts that carry no valid token; pages do so without being told.</summary>
    public static TBuilder RequireFormToken<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequireAntiforgeryTokenAttribute());

    /// <summary>The posted form was refused for its token, and what was entered is shown again.</summary>
    public static bool WasRefused(this HttpContext context) => context.Items.ContainsKey(Refused);

    /// <summary>It was refused for its size.</summary>
    public static bool WasTooLarge(this HttpContext context) => context.Items.ContainsKey(TooLarge);

    public static void UseFormTokens(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        // Nothing is carried out from here on; the form may be read to be shown.
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        // Another site's page gets nothing shown that it filled in.
        if (!IsOwn(context.Request) || !context.Request.HasFormContentType)
        {
            return;
        }

        if (context.Request.Path.Value!.EndsWith(Autosave.Suffix, StringComparison.Ordinal))
        {
            var l = context.RequestServices.GetRequiredService<Texts>();
            await context.Response.WriteAsJsonAsync(
                new { code = "form-expired", message = l["这一页打开太久，没能自动保存；请点“下一步”，内容不会丢失"] });
            return;
        }

        if (context.Request.Path == "/sign-out")
        {
            context.SetEndpoint(context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .First(e => e.RoutePattern.RawText == SignOutPage));
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            // The page renders as for a plain visit, with the posted form at hand.
            context.Request.Method = HttpMethods.Get;
            context.Items[Refused] = true;
            if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            {
                // It was not even read, so its token is not what is wrong.
                context.Items[TooLarge] = true;
                context.Request.Form = FormCollection.Empty;
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            }

            await next(context);
        }
    });

    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none"
            && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value));
    }
}
