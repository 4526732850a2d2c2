using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>What the owner thinks of a proposed partner, and the partners it has saved or hidden.</summary>
internal static class GiveFeedbackOnPartner
{
    private const string Reasons = "hideReasons";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/suggestions/{kind}/{id:guid}/feedback", GiveAsync)
            .WithName("search.feedback").WithSummary("Save, hide or bring back a proposed partner").RequireAuthorization(Policies.Member)
            // Ranks before it writes.
            .WithMetadata(new AnsweredApart());
        api.MapGet("/saved", ListAsync)
            .WithName("search.saved").WithSummary("Partners that the own organisation saved or hid").RequireAuthorization(Policies.Member);
    }

    private static async Task<PartnerState> GiveAsync(
        string kind, Guid id, GiveFeedback feedback, Actor reader, SearchDbContext db, DocumentStore documents, FeedbackLog log, CancellationToken cancellation)
    {
        var source = await SuggestPartners.SourceAsync(kind, id, reader, documents, cancellation);
        var other = await documents.FindAsync(feedback.OtherId, cancellation);
        var open = source.Visible && other is not null && IsOpen(source, other);
        // Taking back must work on a partner that is gone meanwhile; what was never marked is as unknown as what is not there.
        if (!reader.Owns(source) || other is null
            || !(open || (feedback.Action == FeedbackAction.Shown && await db.Marks.AnyAsync(m => m.SourceId == source.Id && m.OtherId == other.Id, cancellation))))
        {
            throw ProblemException.NotFound("没有找到这条记录，或它不对您公开", "This record does not exist or is not open to you");
        }

        if ((source.Kind == RecordKind.Need) == (other.Kind == RecordKind.Need))
        {
            throw ProblemException.Invalid("otherId", "需求只与成果或专家对接，成果和专家只与需求对接", "A need is matched with achievements or experts, those with needs");
        }

        if (feedback.Reason is { Length: > 0 } reason && (feedback.Action != FeedbackAction.Hidden || !CodeList.Of(Reasons).Has(reason)))
        {
            throw ProblemException.Invalid("reason", $"没有“{reason}”这个原因；只有“不合适”要选原因", $"There is no reason '{reason}'; only hiding takes one");
        }

        var mark = await log.AddAsync(
            source, other, Enum.Parse<FeedbackKind>(feedback.Action.ToString()), feedback.Reason is { Length: > 0 } ? feedback.Reason : null, reader.AccountId, cancellation);
        return new(other.Id, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(mark.State.ToString()), mark.Reason, mark.At);
    }

    private static async Task<Page<MarkedPartner>> ListAsync(
        Actor reader, PageQuery page, SearchDbContext db, DocumentStore documents, CancellationToken cancellation, [FromQuery] string? state = null)
    {
        var wanted = state switch
        {
            null or "" or "saved" => MarkState.Saved,
            "hidden" => MarkState.Hidden,
            _ => throw ProblemException.Invalid("state", $"没有“{state}”这种状态，可选 saved、hidden", $"There is no state '{state}': saved or hidden"),
        };
        var own = db.Marks.AsNoTracking().Where(m => m.OrganisationId == reader.OrganisationId && m.State == wanted);
        var profiles = await documents.FindAsync(
            await own.Where(m => m.SourceKind == RecordKind.Expert).Select(m => m.SourceId).Distinct().ToListAsync(cancellation), cancellation);
        var others = profiles.Values.Where(p => !reader.Owns(p)).Select(p => p.Id).ToList();
        var marks = await page.RunAsync(
            own.Where(m => !others.Contains(m.SourceId))
                .OrderByDescending(m => m.At).ThenBy(m => m.SourceId).ThenBy(m => m.OtherId),
            cancellation);
        var byId = await documents.FindAsync([.. marks.Items.SelectMany(m => new[] { m.SourceId, m.OtherId }).Distinct()], cancellation);
        return new([.. marks.Items.Select(m => View(m, byId, reader.Language))], marks.Total, marks.Number, marks.Size);
    }

    private static MarkedPartner View(PartnerMark mark, IReadOnlyDictionary<Guid, SearchDocument> byId, string language)
    {
        var (own, other) = (byId.GetValueOrDefault(mark.SourceId), byId.GetValueOrDefault(mark.OtherId));
        var open = own is not null && other is not null && IsOpen(own, other);
        return new(
            mark.SourceKind, mark.SourceId, own is { Title.Length: > 0 } ? own.TitleFor(Disclosure.L1) : own?.Number ?? "",
            mark.OtherKind, mark.OtherId, open ? other!.Number : "", open ? other!.TitleFor(Disclosure.L1) : "",
            open && other!.Named ? other.OrganisationName : null, open,
            mark.Reason is null ? null : CodeList.Of(Reasons).NameOf(mark.Reason, language), mark.At);
    }

    private static bool IsOpen(SearchDocument source, SearchDocument other) =>
        other is { Visible: true, Level: <= Disclosure.L1 } && !Requirements.AreApart(source, other);
}
