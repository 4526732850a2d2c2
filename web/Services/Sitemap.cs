using System.Text;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Services;

internal static class Sitemap
{
    private const int Pages = 20;

    /// <summary>robots.txt and a sitemap of the newest public records, for search engines.</summary>
    public static void MapSitemap(this WebApplication app)
    {
        app.MapGet("/robots.txt", (IConfiguration configuration) => Results.Text(
                $"User-agent: *\nDisallow: /work\nDisallow: /office\nDisallow: /ops\nDisallow: /account\nDisallow: /api\nSitemap: {configuration.PublicUrl()}/sitemap.xml\n"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sitemap.xml", async (IConfiguration configuration, Api api) =>
        {
            var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
            foreach (var path in new[] { "/", "/needs", "/achievements", "/experts" })
            {
                xml.Append("<url><loc>").Append(configuration.PublicUrl()).Append(path).Append("</loc></url>\n");
            }

            for (var page = 1; page <= Pages; page++)
            {
                var found = await api.GetAsync<SearchResult>(ServiceNames.Search, $"?sort=newest&page={page}&size={Page<object>.MaxSize}");
                foreach (var hit in found.Hits.Items)
                {
                    xml.Append("<url><loc>").Append(configuration.PublicUrl()).Append(Paths.Record(hit.Kind, hit.Id)).Append("</loc></url>\n");
                }

                if (page >= found.Hits.Count)
                {
                    break;
                }
            }

            return Results.Text(xml.Append("</urlset>\n").ToString(), "application/xml");
        })
            // As much work as twenty searches; engines ask once a day.
            .RequireRateLimiting(RateLimits.Sensitive).AllowAnonymous().ExcludeFromDescription();
    }
}
