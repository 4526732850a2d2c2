using System.Security.Cryptography;
using System.Text;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Matching;
using Matchmaking.Search.Ranking;
using Matchmaking.Search.Watches;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Search.Features;

/// <summary>A member's own watches: saved searches, and own records that look for partners.</summary>
internal static class ManageWatches
{
    private const int LongestQuery = 200;
    private const int LongestName = 100;
    private const int Attempts = 5;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/watches", ListAsync).WithName("search.watches").WithSummary("Own watches, newest first").RequireAuthorization(Policies.Member);
        api.MapPost("/watches", StartAsync).WithName("search.watches.start").WithSummary("Save a search or watch an own record").RequireAuthorization(Policies.Member)
            // Tries again where another request took its place, which a transaction around it would not survive.
            .WithMetadata(new AnsweredApart());
        api.MapPut("/watches", PauseAllAsync).WithName("search.watches.pause-all").WithSummary("Pause or start all own watches").RequireAuthorization(Policies.Member);
        api.MapPut("/watches/{id:guid}", PauseAsync).WithName("search.watches.pause").WithSummary("Pause or start a watch").RequireAuthorization(Policies.Member);
        api.MapDelete("/watches/{id:guid}", DeleteAsync).WithName("search.watches.delete").WithSummary("Delete a watch").RequireAuthorization(Policies.Member);
    }

    private static async Task<Page<WatchView>> ListAsync(Actor reader, PageQuery page, SearchDbContext db, CancellationToken cancellation)
    {
        var watches = await page.RunAsync(
            db.Watches.AsNoTracking().Where(w => w.AccountId == reader.AccountId).OrderByDescending(w => w.CreatedAt).ThenBy(w => w.Id), cancellation);
        return new([.. watches.Items.Select(View)], watches.Total, watches.Number, watches.Size);
    }

    private static async Task<IResult> StartAsync(
        StartWatch wanted, Actor reader, SearchDbContext db, DocumentStore documents, TimeProvider time, CancellationToken cancellation)
    {
        if (reader.OrganisationId is not { } organisation)
        {
            throw ProblemException.Forbidden("加入单位后才能关注", "Join an organisation first");
        }

        var watch = wanted.Subject == WatchSubject.Record
            ? await OfRecordAsync(wanted, reader, organisation, documents, time, cancellation)
            : OfSearch(wanted, reader, organisation, time);
        var terms = watch.Subject == WatchSubject.Search ? TermsOf(watch.Query ?? "") : [];
        for (var attempt = 0; ; attempt++)
        {
            if (await db.Watches.AsNoTracking().FirstOrDefaultAsync(w => w.AccountId == reader.AccountId && w.Fingerprint == watch.Fingerprint, cancellation) is { } known)
            {
                // Asking twice is no fault; asking for a paused one starts it again.
                await db.Watches.Where(w => w.Id == known.Id).ExecuteUpdateAsync(s => s.SetProperty(w => w.PausedAt, (DateTime?)null), cancellation);
                known.PausedAt = null;
                return TypedResults.Ok(View(known));
            }

            var taken = await db.Watches.Where(w => w.AccountId == reader.AccountId).Select(w => w.Slot).ToListAsync(cancellation);
            var slot = Enumerable.Range(1, Watch.MostPerMember).Except(taken).FirstOrDefault();
            if (slot == 0)
            {
                throw ProblemException.Rule(
                    "too-many-watches", $"每人最多关注 {Watch.MostPerMember} 项，请先删除不再需要的", $"At most {Watch.MostPerMember} watches a member. Delete one first");
            }

            var row = Copy(watch, slot, terms.Count);
            db.Watches.Add(row);
            db.WatchTerms.AddRange((watch.Subject == WatchSubject.Search && terms.Count == 0 ? [WatchTerm.Any] : terms).Select(t => new WatchTerm { WatchId = row.Id, Term = t }));
            try
            {
                await db.SaveChangesAsync(cancellation);
                return TypedResults.Created($"/api/search/watches/{row.Id}", View(row));
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another request of the member took the slot or is about the same thing.
                db.ChangeTracker.Clear();
            }
        }
    }

    private static async Task<IResult> PauseAllAsync(PauseWatch pause, Actor reader, SearchDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var at = pause.Paused ? time.GetUtcNow().UtcDateTime : (DateTime?)null;
        await db.Watches.Where(w => w.AccountId == reader.AccountId).ExecuteUpdateAsync(s => s.SetProperty(w => w.PausedAt, at), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<WatchView> PauseAsync(Guid id, PauseWatch pause, Actor reader, SearchDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var watch = await db.Watches.FirstOrDefaultAsync(w => w.Id == id && w.AccountId == reader.AccountId, cancellation) ?? throw Missing();
        watch.PausedAt = pause.Paused ? watch.PausedAt ?? time.GetUtcNow().UtcDateTime : null;
        await db.SaveChangesAsync(cancellation);
        return View(watch);
    }

    private static async Task<IResult> DeleteAsync(Guid id, Actor reader, SearchDbContext db, CancellationToken cancellation) =>
        await db.Watches.Where(w => w.Id == id && w.AccountId == reader.AccountId).ExecuteDeleteAsync(cancellation) == 1
            ? TypedResults.NoContent()
            : throw Missing();

    private static async Task<Watch> OfRecordAsync(
        StartWatch wanted, Actor reader, Guid organisation, DocumentStore documents, TimeProvider time, CancellationToken cancellation)
    {
        var record = wanted.RecordId is { } id
            ? await documents.FindAsync(id, cancellation)
            : throw ProblemException.Invalid("recordId", "请指明要关注的本单位记录", "Name the own record to watch");
        if (record is null || !record.Visible || !reader.Owns(record))
        {
            throw ProblemException.NotFound("没有找到这条记录，或它不对您公开", "This record does not exist or is not open to you");
        }

        return New(reader, organisation, time, WatchSubject.Record, $"record|{record.Id}", NameOf(wanted.Name, record.TitleFor(Disclosure.L1)), wanted with
        {
            RecordId = record.Id,
            Query = null,
            Kind = null,
            Field = null,
            Mode = null,
            MinTrl = null,
        }, record.Kind);
    }

    private static Watch OfSearch(StartWatch wanted, Actor reader, Guid organisation, TimeProvider time)
    {
        var query = wanted.Query?.Trim() ?? "";
        if (query.Length > LongestQuery)
        {
            throw ProblemException.Invalid("query", $"查找内容最多 {LongestQuery} 字，现在 {query.Length} 字", $"The query takes {LongestQuery} characters; it has {query.Length}");
        }

        if (query.Length > 0 && TermsOf(query).Count == 0)
        {
            throw ProblemException.Invalid("query", "查找内容里没有可以比对的词", "The query holds no word that could be compared");
        }

        var (field, mode) = (Known("field", wanted.Field, "fields"), Known("mode", wanted.Mode, "modes", "services"));
        if (wanted.MinTrl is < 1 or > 9)
        {
            throw ProblemException.Invalid("minTrl", "成熟度应在 1–9 之间", "minTrl must be 1–9");
        }

        if (query.Length == 0 && field is null && mode is null && wanted.MinTrl is null)
        {
            throw ProblemException.Invalid("query", "请写要找的内容，或选一个条件，否则什么都会提醒", "Write what to look for or choose a filter; otherwise everything would be told");
        }

        var plain = wanted with { Query = query.Length > 0 ? query : null, Field = field, Mode = mode, RecordId = null };
        return New(
            reader, organisation, time, WatchSubject.Search, $"search|{Analysis.TextAnalyzer.Normalize(query)}|{plain.Kind}|{field}|{mode}|{plain.MinTrl}",
            NameOf(wanted.Name, query.Length > 0 ? query : CodeList.Of("fields").NameOf(field, reader.Language) is { Length: > 0 } area ? area : plain.Number()), plain, null);
    }

    private static string Number(this StartWatch wanted) =>
        string.Join(' ', new[] { CodeList.Of("modes").NameOf(wanted.Mode, "zh-CN"), wanted.MinTrl is { } trl ? $"TRL {trl}+" : "" }.Where(t => t.Length > 0));

    private static Watch New(
        Actor reader, Guid organisation, TimeProvider time, WatchSubject subject, string what, string name, StartWatch wanted, RecordKind? recordKind) => new()
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            AccountId = reader.AccountId,
            Slot = 0,
            OrganisationId = organisation,
            AvoidKey = Avoidance.Key(reader.OrganisationName ?? ""),
            Subject = subject,
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..32],
            Name = name,
            RecordId = wanted.RecordId,
            RecordKind = recordKind,
            Query = wanted.Query,
            Kind = wanted.Kind,
            Field = wanted.Field,
            Mode = wanted.Mode,
            MinTrl = wanted.MinTrl,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    private static Watch Copy(Watch watch, int slot, int terms) => new()
    {
        Id = watch.Id,
        AccountId = watch.AccountId,
        Slot = slot,
        OrganisationId = watch.OrganisationId,
        AvoidKey = watch.AvoidKey,
        Subject = watch.Subject,
        Fingerprint = watch.Fingerprint,
        Name = watch.Name,
        RecordId = watch.RecordId,
        RecordKind = watch.RecordKind,
        Query = watch.Query,
        Kind = watch.Kind,
        Field = watch.Field,
        Mode = watch.Mode,
        MinTrl = watch.MinTrl,
        Terms = terms,
        CreatedAt = watch.CreatedAt,
    };

    private static IReadOnlyList<long> TermsOf(string query) =>
        [.. QueryTokens.Of(query).Select(t => (long)TokenBag.IdOf(t.Text)).Distinct()];

    private static string NameOf(string? given, string otherwise) =>
        (given?.Trim() is { Length: > 0 } name ? name : otherwise) is var text && text.Length > LongestName ? text[..LongestName] : text;

    private static string? Known(string name, string? code, params string[] lists) =>
        string.IsNullOrEmpty(code) ? null
        : lists.Any(l => CodeList.Of(l).Has(code)) ? code
        : throw ProblemException.Invalid(name, $"没有“{code}”这个选项", $"There is no option '{code}'");

    private static WatchView View(Watch w) => new(
        w.Id, w.Subject, w.Name, w.RecordKind, w.RecordId, w.Query, w.Kind, w.Field, w.Mode, w.MinTrl, w.PausedAt is not null, w.CreatedAt, w.Matches, w.MatchedAt);

    private static ProblemException Missing() => ProblemException.NotFound("没有找到这项关注", "This watch does not exist");
}
