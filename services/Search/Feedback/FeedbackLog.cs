using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Feedback;

/// <summary>Writes feedback down, each act once, with the list as it was ranked.</summary>
internal sealed class FeedbackLog(SearchDbContext db, Matcher matcher, BlendProvider blends, TimeProvider time)
{
    // Those a reader can have passed over before acting; further ones are noise.
    private const int FirstOfTheList = 20;

    // Each act is kept for good with the list as it was, for learning; who changes their mind so often teaches nothing.
    private const int MostOfAPair = 20;

    /// <returns>Where the pair stands now; unchanged where it stood there already.</returns>
    /// <exception cref="ProblemException">A person has marked this pair too often.</exception>
    public async Task<PartnerMark> AddAsync(
        SearchDocument source, SearchDocument other, FeedbackKind action, string? reason, Guid? account, CancellationToken cancellation)
    {
        var mark = await db.Marks.FindAsync([source.Id, other.Id], cancellation);
        if (Stands(mark, action, reason))
        {
            return mark ?? NewMark(source, other);
        }

        if (account is not null && await db.Feedback.CountAsync(f => f.SourceId == source.Id && f.OtherId == other.Id, cancellation) >= MostOfAPair)
        {
            throw ProblemException.Rule(
                "too-many-marks", $"这个合作对象已经改过 {MostOfAPair} 次标记，不能再改", $"This partner's mark was changed {MostOfAPair} times, which is the most");
        }

        // Ranked before the transaction: others wait for its lock.
        var context = await ContextAsync(source, other, cancellation);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        var seq = await NextAsync(cancellation);
        if (mark is null)
        {
            mark = await db.Marks.FindAsync([source.Id, other.Id], cancellation);
        }
        else
        {
            await db.Entry(mark).ReloadAsync(cancellation);
        }

        if (Stands(mark, action, reason))
        {
            return mark!;
        }

        if (mark is null)
        {
            mark = NewMark(source, other);
            db.Marks.Add(mark);
        }

        var now = time.GetUtcNow().UtcDateTime;
        Apply(mark, action, reason);
        mark.At = now;
        mark.OrganisationId = source.OrganisationId;
        db.Feedback.Add(new FeedbackEntry
        {
            Seq = seq,
            SourceId = source.Id,
            OtherId = other.Id,
            OrganisationId = source.OrganisationId,
            AccountId = account,
            Action = action,
            Reason = reason,
            At = now,
            Context = context.Write(),
        });
        await db.SaveChangesAsync(cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
        }

        return mark;
    }

    private static bool Stands(PartnerMark? mark, FeedbackKind action, string? reason) => action switch
    {
        FeedbackKind.Clicked => mark?.Clicked == true,
        FeedbackKind.Saved => mark?.State == MarkState.Saved,
        FeedbackKind.Hidden => mark?.State == MarkState.Hidden && mark.Reason == reason,
        FeedbackKind.Shown => mark is null || mark.State == MarkState.None,
        _ => mark?.Outcome == action,
    };

    private static void Apply(PartnerMark mark, FeedbackKind action, string? reason)
    {
        switch (action)
        {
            case FeedbackKind.Clicked:
                mark.Clicked = true;
                break;
            case FeedbackKind.Saved:
                (mark.State, mark.Reason) = (MarkState.Saved, null);
                break;
            case FeedbackKind.Hidden:
                (mark.State, mark.Reason) = (MarkState.Hidden, reason);
                break;
            case FeedbackKind.Shown:
                (mark.State, mark.Reason) = (MarkState.None, null);
                break;
            default:
                mark.Outcome = action;
                break;
        }
    }

    private PartnerMark NewMark(SearchDocument source, SearchDocument other) => new()
    {
        SourceId = source.Id,
        OtherId = other.Id,
        SourceKind = source.Kind,
        OtherKind = other.Kind,
        OrganisationId = source.OrganisationId,
        At = time.GetUtcNow().UtcDateTime,
    };

    private async Task<FeedbackContext> ContextAsync(SearchDocument source, SearchDocument other, CancellationToken cancellation)
    {
        var (blend, words) = (StoredBlend.Of(blends.Current), TokenBag.Of(source.MatchedText()).Words);
        MatchList list;
        try
        {
            list = await matcher.ListAsync(source, other.Kind, cancellation, other.Id);
        }
        catch (SearchUnavailableException)
        {
            // What people did counts while the engine is away, too; it only teaches nothing.
            return new(blend, words, []);
        }

        return new(blend, words,
            [.. list.All
                .Select(m => (Match: m, Mark: MarkOf(list.Marks.GetValueOrDefault(m.Document.Id))))
                .Where(p => p.Match.Document.Id == other.Id || p.Match.Place is >= 1 and <= FirstOfTheList || p.Mark != 0)
                .OrderBy(p => p.Match.Place).ThenBy(p => p.Match.Document.Id)
                .Select(p => new ListedPartner(
                    p.Match.Document.Id, p.Match.Place, StoredSignals.Of(p.Match.Ranked.Signals), p.Match.Ranked.Parts, p.Mark))]);
    }

    private static int MarkOf(PartnerMark? mark) => mark switch
    {
        null => 0,
        { Outcome: FeedbackKind.Accepted } => 1,
        // Whoever is in touch already was no bad proposal.
        { State: MarkState.Hidden, Reason: var reason } when PairwiseLearner.HideWeight(reason) == 0 => 0,
        { Outcome: FeedbackKind.Declined } or { State: MarkState.Hidden } => -1,
        { State: MarkState.Saved } or { Clicked: true } => 1,
        _ => 0,
    };

    private async Task<long> NextAsync(CancellationToken cancellation)
    {
        var type = db.Model.FindEntityType(typeof(FeedbackCounter))!;
        var table = (type.GetSchema() is { } schema ? $"\"{schema}\"." : "") + $"\"{type.GetTableName()}\"";
        var sql = $"""
            INSERT INTO {table} AS c ("Id", "Last") VALUES (1, 1)
            ON CONFLICT ("Id") DO UPDATE SET "Last" = c."Last" + 1 RETURNING "Last" AS "Value"
            """;
        return (await db.Database.SqlQueryRaw<long>(sql).ToListAsync(cancellation))[0];
    }
}
