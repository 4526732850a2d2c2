using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Services;

/// <summary>
/// Saves a form while it is written. The script posts the form as it stands; without script the form's own button
/// does the same, and while there is no connection the script keeps the text in the browser.
/// </summary>
internal static class Autosave
{
    /// <summary>Last part of the address.</summary>
    public const string Suffix = "/autosave";

    public static void MapAutosave(this WebApplication app) =>
        app.MapPost("/work/{segment}/{id:guid}" + Suffix, async (string segment, Guid id, HttpContext context, Api api, Texts l, TimeProvider time) =>
        {
            var form = await context.Request.ReadFormAsync();
            try
            {
                var version = Paths.KindOf(segment) switch
                {
                    RecordKind.Need => await SaveAsync<NeedContent>(api, segment, id, form),
                    RecordKind.Achievement => await SaveAsync<AchievementContent>(api, segment, id, form),
                    RecordKind.Expert => await SaveAsync<ExpertContent>(api, segment, id, form),
                    _ => throw new ApiException(404, "not-found", "", new Dictionary<string, string[]>(), null),
                };
                return Results.Json(new
                {
                    version,
                    message = l["已保存 {0}", Dates.Local(time.GetUtcNow().UtcDateTime).ToString("HH:mm")],
                });
            }
            catch (ApiException problem)
            {
                return Results.Json(
                    new { code = problem.Code, message = problem.Message, errors = problem.Errors },
                    statusCode: problem.Status == 0 ? 503 : problem.Status);
            }
        }).RequireAuthorization().RequireFormToken().ExcludeFromDescription();

    private static async Task<long> SaveAsync<TContent>(Api api, string segment, Guid id, IFormCollection form) where TContent : class
    {
        var record = await api.GetAsync<RecordView<TContent>>(segment, id.ToString());
        // The version the writer looked at, not the newest one: a colleague's change in between must be noticed.
        var version = long.TryParse(form["_version"], out var seen) ? seen : record.Version;
        var saved = await api.PutAsync<RecordView<TContent>>(
            segment, id.ToString(), new SaveRecord<TContent>(FormReader.Read(form, record.Content), version));
        return saved.Version;
    }
}
