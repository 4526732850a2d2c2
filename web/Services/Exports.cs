using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Services;

internal static class Exports
{
    private static readonly JsonSerializerOptions Readable = new(JsonDefaults.Options) { WriteIndented = true };

    /// <summary>The holder's own data as a file.</summary>
    public static void MapExports(this WebApplication app) =>
        app.MapGet("/work/settings/export", async (Api api) =>
        {
            try
            {
                var data = await api.GetAsync<MyData>(ServiceNames.Identity, IdentityPaths.Export);
                return Results.File(JsonSerializer.SerializeToUtf8Bytes(data, Readable), "application/json", "my-data.json");
            }
            catch (ApiException)
            {
                return Results.LocalRedirect("/work/settings?done=export-failed");
            }
        }).RequireAuthorization().ExcludeFromDescription();
}
