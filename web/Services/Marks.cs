using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Matchmaking.Web.Services;

/// <summary>
/// Where the small forms on suggestions, searches and watches go: plain posts that lead back to the page they stand on,
/// whose address then says what was done.
/// </summary>
internal static class Marks
{
    public const string Mark = "/work/suggestions/mark";
    public const string Open = "/work/suggestions/open";
    public const string Watch = "/work/watches/act";

    /// <summary>Query names under which a page learns what was done.</summary>
    public const string MarkNote = "marked";
    public const string WatchNote = "watched";

    /// <summary>The value of a note for what was refused.</summary>
    public const string Failed = "failed";

    public static void MapMarks(this WebApplication app)
    {
        app.MapPost(Mark, MarkAsync).RequireAuthorization().RequireFormToken().ExcludeFromDescription();
        app.MapPost(Watch, WatchAsync).RequireAuthorization().RequireFormToken().ExcludeFromDescription();
        app.MapGet(Open, OpenAsync).RequireAuthorization().ExcludeFromDescription();
    }

    /// <summary>Address of a partner's page from a suggestion: says that it was opened.</summary>
    public static string OpenFrom(RecordKind ownKind, Guid ownId, RecordKind kind, Guid id) =>
        Open + Queries.Of(("own", Kinds.Name(ownKind, ownId)), ("item", Kinds.Name(kind, id)));

    private static async Task<IResult> MarkAsync(HttpContext context, Api api)
    {
        var form = await context.Request.ReadFormAsync();
        var note = Failed;
        if (Kinds.Parse(form["own"]) is { } own && Guid.TryParse(form["other"], out var other)
            && Enum.TryParse<FeedbackAction>(form["action"], true, out var action) && Enum.IsDefined(action))
        {
            try
            {
                await api.PostAsync(
                    ServiceNames.Search, $"suggestions/{Kinds.Code(own.Kind)}/{own.Id}/feedback",
                    new GiveFeedback(other, action, form["reason"].ToString() is { Length: > 0 } reason ? reason : null));
                note = $"{Kinds.CamelCase(action)}:{other}";
            }
            catch (ApiException)
            {
                // The page says that it did not work.
            }
        }

        return Back(form["back"], MarkNote, note, "#suggestions");
    }

    private static async Task<IResult> OpenAsync(HttpContext context, Api api, string? own, string? item)
    {
        if (Kinds.Parse(item) is not { } partner)
        {
            return Results.Redirect("/work");
        }

        // Not for what a browser fetches ahead or another site's page links to; and reading goes on where the note fails.
        if (Kinds.Parse(own) is { } mine && context.Request.Headers["Sec-Purpose"].Count == 0
            && context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin")
        {
            try
            {
                await api.PostAsync(
                    ServiceNames.Search, $"suggestions/{Kinds.Code(mine.Kind)}/{mine.Id}/feedback", new GiveFeedback(partner.Id, FeedbackAction.Clicked, null));
            }
            catch (ApiException)
            {
            }
        }

        return Results.Redirect(Paths.Record(partner.Kind, partner.Id));
    }

    private static async Task<IResult> WatchAsync(HttpContext context, Api api)
    {
        var form = await context.Request.ReadFormAsync();
        var (verb, id) = form["act"].ToString().Split(':') is [var a, var b] ? (a, b) : (form["act"].ToString(), "");
        string note;
        try
        {
            switch (verb)
            {
                case "record" when Kinds.Parse(form["own"]) is { } own:
                    await api.PostAsync(ServiceNames.Search, "watches", new StartWatch(WatchSubject.Record, own.Id, null, null, null, null, null, null));
                    break;
                case "search":
                    await api.PostAsync(ServiceNames.Search, "watches", new StartWatch(
                        WatchSubject.Search, null, null, form["q"], Enum.TryParse<RecordKind>(form["kind"], true, out var kind) && Enum.IsDefined(kind) ? kind : null,
                        Text(form["field"]), Text(form["mode"]), int.TryParse(form["minTrl"], out var trl) ? trl : null));
                    break;
                case "pause" or "resume" when Guid.TryParse(id, out _):
                    await api.PutAsync(ServiceNames.Search, $"watches/{id}", new PauseWatch(verb == "pause"));
                    break;
                case "pause-all" or "resume-all":
                    await api.PutAsync(ServiceNames.Search, "watches", new PauseWatch(verb == "pause-all"));
                    break;
                case "delete" when Guid.TryParse(id, out _):
                    await api.DeleteAsync(ServiceNames.Search, $"watches/{id}");
                    break;
                default:
                    return Back(form["back"], WatchNote, Failed, "");
            }

            note = verb;
        }
        catch (ApiException refused)
        {
            note = refused.Code == "too-many-watches" ? refused.Code : Failed;
        }

        return Back(form["back"], WatchNote, note, "");

        static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
    }

    private static IResult Back(string? address, string name, string note, string anchor)
    {
        var back = LocalAddress.Of(address, "/work").Split('#')[0];
        var (path, query) = back.Split('?', 2) is [var p, var q] ? (p, QueryHelpers.ParseQuery(q)) : (back, []);
        foreach (var old in new[] { MarkNote, WatchNote, "refresh" })
        {
            query.Remove(old);
        }

        query[name] = note;
        return Results.Redirect(QueryHelpers.AddQueryString(path, query) + anchor);
    }
}
