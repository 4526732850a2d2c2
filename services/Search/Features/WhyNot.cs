using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>Why a record stands where it stands among another's partners, or why it is not among them.</summary>
internal static class WhyNot
{
    private const int FirstPage = 10;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/suggestions/{kind}/{id:guid}/why/{other:guid}", HandleAsync)
        .WithName("search.why").WithSummary("Why a record is or is not proposed").RequireAuthorization(Policies.Member);

    private static async Task<WhyNotAnswer> HandleAsync(
        string kind, Guid id, Guid other, Actor reader, DocumentStore documents, Ranker ranker, SearchDbContext db, CancellationToken cancellation)
    {
        var source = await SuggestPartners.SourceAsync(kind, id, reader, documents, cancellation);
        var asked = await documents.FindAsync(other, cancellation);
        // A record that the reader may not find is not spoken of at all, nor one that keeps the asker away.
        if (asked is null || !asked.Visible || asked.Level > Disclosure.L1
            || (!reader.IsOrganizer && Avoidance.Holds(asked.Avoid, source.OrganisationId, source.OrganisationName)))
        {
            throw ProblemException.NotFound("没有找到这条记录，或它不对您公开", "This record does not exist or is not open to you");
        }

        if ((source.Kind == RecordKind.Need) == (asked.Kind == RecordKind.Need))
        {
            return new("kind", null, null, Say("需求只与成果或专家对接", "A need is matched with achievements or experts only"), []);
        }

        if (source.OrganisationId == asked.OrganisationId)
        {
            return new("own", null, null, Say("双方属于同一单位", "Both belong to one organisation"), []);
        }

        if (Requirements.AreApart(source, asked))
        {
            return new("conflict", null, null, Say("一方把另一方列入了回避名单", "One of the two keeps the other away"), []);
        }

        if (await db.Marks.AnyAsync(m => m.SourceId == source.Id && m.OtherId == other && m.State == MarkState.Hidden, cancellation))
        {
            return new("hidden", null, null, Say("本单位已把它标为不合适，可在“收藏的合作对象”页恢复", "Your organisation marked it as not suitable; it can be taken back on the page of saved partners"), []);
        }

        var ranked = await ranker.RankAsync(source, Matcher.FilterFor(source, asked.Kind), cancellation, included: other);
        var place = ranked.ToList().FindIndex(r => r.Id == other);
        if (place < 0)
        {
            // Published so lately that its text is not stored yet.
            return new("new", null, null, Say("记录刚公开，请稍后再看", "The record was published just now; look again in a moment"), []);
        }

        var mine = ranked[place];
        var chance = Calibration.ChanceOf(mine.Signals);
        var last = ranked[Math.Min(FirstPage, ranked.Count) - 1];
        var differences = place < FirstPage ? [] : SignalWords.Differences(mine.Parts, last.Parts, reader.Language);
        if (Calibration.Falling(ranked.Select(r => Calibration.ChanceOf(r.Signals)))[0] < Calibration.Suitable)
        {
            return new("weak", place + 1, Math.Round(chance, 3), Say("库中暂时没有合适的，一条也不推荐", "The base has nothing suitable yet, so nothing is proposed"), differences);
        }

        return chance < Calibration.WorthShowing
            ? new("weak", place + 1, Math.Round(chance, 3), Say($"有用的可能约 {chance:P0}，低于 {Calibration.WorthShowing:P0} 不推荐", $"The chance of being useful is about {chance:P0}; below {Calibration.WorthShowing:P0} nothing is proposed"), differences)
            : new(place < FirstPage ? "shown" : "later", place + 1, Math.Round(chance, 3), Say($"排在第 {place + 1} 位，有用的可能约 {chance:P0}", $"It stands at place {place + 1}, with a chance of about {chance:P0}"), differences);

        string Say(string zh, string en) => new LocalText(zh, en).In(reader.Language);
    }
}
