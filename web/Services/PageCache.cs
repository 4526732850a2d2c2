using Microsoft.AspNetCore.OutputCaching;

namespace Matchmaking.Web.Services;

/// <summary>
/// Keeps public pages for visitors a few seconds: a mayor's opening day costs one rendering, and news still shows at once.
/// </summary>
internal static class PageCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly string[] Public = ["/needs", "/achievements", "/experts", "/search", "/results", "/help"];

    public static void AddPageCache(this IHostApplicationBuilder builder) =>
        builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy
            .With(context => IsPublic(context.HttpContext))
            .Expire(Fresh)
            .SetVaryByQuery("*")
            .VaryByValue(context => KeyValuePair.Create("look", $"{context.Request.Cookies[Texts.Cookie]}|{context.Request.Cookies["mm.theme"]}"))));

    private static bool IsPublic(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.User.IsSignedIn()
        && (context.Request.Path == "/" || Public.Any(p => context.Request.Path.StartsWithSegments(p)));
}
