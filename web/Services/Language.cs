using Matchmaking.Hosting;

namespace Matchmaking.Web.Services;

internal static class Language
{
    /// <summary>Switches the language by a link that works without script, and returns.</summary>
    public static void MapLanguage(this WebApplication app) =>
        app.MapGet("/language", (string to, string? from, HttpContext context) =>
        {
            context.Response.Cookies.Append(
                Texts.Cookie, to == "en" ? "en" : "zh-CN",
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true });
            return Results.LocalRedirect(LocalAddress.Of(from));
        }).AllowAnonymous().ExcludeFromDescription();
}
