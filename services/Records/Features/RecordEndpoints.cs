using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Features;

/// <summary>The endpoints that every service of reviewed records has.</summary>
public static class RecordEndpoints
{
    private const int LongestQuery = 100;
    private const int LargestBatch = 8 * 1024 * 1024;
    private const int ShortestReason = 2;
    private const int LongestReason = 500;
    private const int MostMovesADay = 50;
    private const string Withdraw = "withdraw";

    /// <summary>Maps them into the service's group.</summary>
    public static void MapRecords<TDb, TRecord, TContent, TStatus>(this IEndpointRouteBuilder api, string service)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        api.MapPost("/", Create).WithName($"{service}.create").WithSummary("Start a draft").RequireAuthorization(Policies.Member);
        api.MapPost("/batch", CreateMany).WithName($"{service}.create-many").WithSummary("Start many drafts at once, all or none").RequireAuthorization(Policies.Member)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBatch), new NotReplayed(a => a.OfType<CreateRecords<TContent>>().Any(b => b.CheckOnly)))
            .RequireRateLimiting(RateLimits.Upload);
        api.MapGet("/mine", Mine).WithName($"{service}.mine").WithSummary("Records of the own organisation").RequireAuthorization(Policies.Member);
        api.MapGet("/all", All).WithName($"{service}.all").WithSummary("All records but drafts").RequireAuthorization(Policies.Organizer);
        api.MapGet("/review", Queue).WithName($"{service}.review.queue").WithSummary("Records that wait for review, the most urgent first").RequireAuthorization(Policies.Organizer);
        api.MapGet("/counts", Counts).WithName($"{service}.counts").WithSummary("Records by status: the own ones, or all for the bureau").RequireAuthorization(Policies.Member);
        api.MapGet("/figures", Figures).WithName($"{service}.figures").WithSummary("Live public figures").AllowAnonymous();
        api.MapGet("/changes", Changes).WithName($"{service}.changes").WithSummary("Change feed for rebuilding read models").RequireAuthorization(Policies.Service);
        api.MapGet("/{id:guid}", Get).WithName($"{service}.get").WithSummary("One record, cut to what the reader may see").AllowAnonymous();
        api.MapGet("/numbers/{number}", Find).WithName($"{service}.find").WithSummary("The record of a number, where the reader may see it").AllowAnonymous();
        api.MapPut("/{id:guid}", Save).WithName($"{service}.save").WithSummary("Save the working copy").RequireAuthorization(Policies.Member);
        api.MapDelete("/{id:guid}", Delete).WithName($"{service}.delete").WithSummary("Delete a draft that was never submitted").RequireAuthorization(Policies.Member);
        api.MapPost("/{id:guid}/moves", Move).WithName($"{service}.move").WithSummary("Carry out a transition of the life cycle").RequireAuthorization(Policies.Member);
        api.MapGet("/{id:guid}/review", Review).WithName($"{service}.review").WithSummary("What a reviewer needs on one screen").RequireAuthorization(Policies.Member);
        api.MapGet("/{id:guid}/history", History).WithName($"{service}.history").WithSummary("Who did what when").RequireAuthorization(Policies.Member);

        static async Task<IResult> Create(
            TContent content, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var record = await store.CreateAsync(content, actor, cancellation);
            return TypedResults.Created(
                $"/api/{store.Definition.Service}/{record.Id}", store.Definition.View(record, Disclosure.Owner, actor, actor.OrganisationName));
        }

        static Task<CreatedRecords> CreateMany(
            CreateRecords<TContent> batch, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation) =>
            RecordBatch.CreateAsync(store, batch, actor, cancellation);

        static async Task<Page<RecordRow>> Mine(
            Actor actor, PageQuery page, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation,
            [FromQuery] string? status = null, [FromQuery] string? q = null)
        {
            var owner = actor.OrganisationId ?? Guid.Empty;
            var query = Own(store, Filter(store.Db.Records.AsNoTracking().Where(r => r.OrganisationId == owner), status, q), actor);
            var rows = await page.RunAsync(query.OrderByDescending(r => r.UpdatedAt).ThenBy(r => r.Id), cancellation);
            return new(
                [.. rows.Items.Select(r => store.Definition.Row(r, actor.OrganisationName))], rows.Total, rows.Number, rows.Size);
        }

        static Task<Page<RecordRow>> All(
            PageQuery page, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation,
            [FromQuery] string? status = null, [FromQuery] string? q = null, [FromQuery] int? submittedIn = null, [FromQuery] bool overdue = false,
            [FromQuery] bool open = false)
        {
            var query = Overdue(store, Filter(store.Db.Records.AsNoTracking().Where(r => r.SubmittedAt != null), status, q), overdue);
            if (open)
            {
                var visible = store.Definition.LifeCycle.Visible.ToArray();
                query = query.Where(r => visible.Contains(r.Status) && !r.Withheld);
            }

            if (submittedIn is { } year)
            {
                var (from, until) = WorkingDays.Year(year);
                query = query.Where(r => r.SubmittedAt >= from && r.SubmittedAt < until);
            }

            return RowsAsync(
                store, page,
                overdue ? query.OrderBy(r => r.DueAt).ThenBy(r => r.Id) : query.OrderByDescending(r => r.UpdatedAt).ThenBy(r => r.Id), cancellation);
        }

        static Task<Page<RecordRow>> Queue(
            PageQuery page, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation,
            [FromQuery] string? q = null, [FromQuery] bool overdue = false)
        {
            var waiting = store.Definition.LifeCycle.Reviewed.ToArray();
            var query = store.Db.Records.AsNoTracking().Where(r => waiting.Contains(r.Status) || r.Revision == RevisionState.Submitted);
            return RowsAsync(
                store, page, Overdue(store, Filter(query, null, q), overdue).OrderBy(r => r.DueAt).ThenBy(r => r.Id), cancellation);
        }

        static async Task<RecordCounts> Counts(
            Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var query = store.Db.Records.AsNoTracking();
            var owner = actor.OrganisationId ?? Guid.Empty;
            query = actor.IsOrganizer ? query.Where(r => r.SubmittedAt != null) : Own(store, query.Where(r => r.OrganisationId == owner), actor);
            var waiting = store.Definition.LifeCycle.Reviewed.ToArray();
            var now = store.Now;
            var byStatus = await query.GroupBy(r => r.Status).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
            var reviewing = query.Where(r => waiting.Contains(r.Status) || r.Revision == RevisionState.Submitted);
            return new RecordCounts(
                byStatus.ToDictionary(s => RecordDefinition<TRecord, TContent, TStatus>.StatusName(s.Key), s => s.Count),
                await reviewing.CountAsync(cancellation),
                await reviewing.CountAsync(r => r.DueAt < now, cancellation));
        }

        static async Task<PublicFigures> Figures(RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var visible = store.Definition.LifeCycle.Visible.ToArray();
            var (year, _) = WorkingDays.Year(TimeZoneInfo.ConvertTimeFromUtc(store.Now, WorkingDays.Zone).Year);
            return new PublicFigures(
                await store.Db.Records.CountAsync(r => visible.Contains(r.Status) && !r.Withheld, cancellation),
                await store.Db.Records.CountAsync(r => r.PublishedAt >= year, cancellation),
                await store.Db.Records.CountAsync(r => r.SubmittedAt >= year, cancellation));
        }

        static async Task<RecordView<TContent>> Get(
            Guid id, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var (record, tier) = await store.LoadForReaderAsync(id, actor, cancellation);
            return store.Definition.View(record, tier, actor, await NameAsync(store, record.OrganisationId, cancellation));
        }

        static async Task<RecordName> Find(
            string number, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var wanted = number.ToUpperInvariant();
            var id = await store.Db.Records.Where(r => r.Number == wanted).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(cancellation) ?? throw store.Definition.NotFound();
            var (record, _) = await store.LoadForReaderAsync(id, actor, cancellation);
            return new(store.Definition.Kind, record.Id, record.Number);
        }

        static async Task<RecordView<TContent>> Save(
            Guid id, SaveRecord<TContent> save, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var record = await store.SaveAsync(id, save, actor, cancellation);
            return store.Definition.View(record, Disclosure.Owner, actor, await NameAsync(store, record.OrganisationId, cancellation));
        }

        static async Task<IResult> Delete(
            Guid id, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var record = await store.LoadForPartyAsync(id, actor, cancellation);
            if (record.SubmittedAt is not null || !store.Definition.IsOwner(record, actor))
            {
                throw ProblemException.Rule("not-a-draft", "只有从未提交过的草稿可以删除；已提交的请用撤回", "Only a draft that was never submitted can be deleted. Withdraw it instead");
            }

            store.Db.Records.Remove(record);
            store.Db.History.RemoveRange(store.Db.History.Where(h => h.RecordId == id));
            await store.Db.SaveChangesAsync(cancellation);
            return TypedResults.NoContent();
        }

        static async Task<RecordView<TContent>> Move(
            Guid id, MoveRecord move, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var record = await store.LoadForPartyAsync(id, actor, cancellation);
            RecordStore<TDb, TRecord, TContent, TStatus>.CheckVersion(record, move.Version);
            var party = store.Definition.PartyOf(record, actor);
            if (move.Verb != Withdraw)
            {
                // To take one's own out of sight is possible at any time.
                await RefuseTooManyAsync(store, record, actor, cancellation);
            }

            var reason = move.Reason?.Trim();
            if (RevisionMoves.Open(record.Revision, store.Definition.IsVisible(record), party).FirstOrDefault(m => m.Verb == move.Verb) is { } revision)
            {
                CheckReason(revision.NeedsReason, reason);
                ReviseRecord.Apply(store, record, revision, actor, reason);
            }
            else
            {
                var transition = store.Definition.LifeCycle.Open(record.Status, party & ~Party.System).FirstOrDefault(t => t.Verb == move.Verb)
                    ?? throw ProblemException.Rule(
                        "move-not-allowed", "这一步现在不能做：记录的状态已经变化，或不由您办理，请刷新查看", "This cannot be done now: the status has changed or it is not yours to do. Reload the page");
                CheckReason(transition.NeedsReason, reason);
                record.MergedInto = null;
                var into = transition.Verb == "merge" ? await MergeAsync(store, record, move.MergedInto, cancellation) : null;
                store.Apply(record, transition, actor, reason, into);
            }

            await store.Db.SaveChangesAsync(cancellation);
            return store.Definition.View(record, Disclosure.Owner, actor, await NameAsync(store, record.OrganisationId, cancellation));
        }

        static async Task<ReviewView<TContent>> Review(
            Guid id, Actor actor, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            var record = await store.LoadForPartyAsync(id, actor, cancellation);
            var before = record.Revision == RevisionState.None || record.PublishedContent is null ? record.ReviewedContent : record.PublishedContent;
            var changes = before is null ? [] : ContentForm<TContent>.Differences(before, record.Content);
            var warnings = new List<ReviewWarning>(await store.Definition.WarnAsync(store.Db, record, actor, cancellation));
            if (store.Definition.IsOwner(record, actor))
            {
                warnings.AddRange(await AvoidanceHints.FindAsync(store.Db, store.Definition.Avoid(record.Content), actor.Language, cancellation));
            }

            if (actor.IsOrganizer)
            {
                warnings.AddRange(await Duplicates.FindAsync(store, record, actor.Language, cancellation));
            }

            return new ReviewView<TContent>(
                store.Definition.View(record, Disclosure.Owner, actor, await NameAsync(store, record.OrganisationId, cancellation)),
                [.. changes.Select(c => Change<TContent>(c, actor.Language))], warnings);
        }

        static async Task<Page<HistoryItem>> History(
            Guid id, Actor actor, PageQuery page, RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation)
        {
            await store.LoadForPartyAsync(id, actor, cancellation);
            var rows = await page.RunAsync(
                store.Db.History.AsNoTracking().Where(h => h.RecordId == id).OrderByDescending(h => h.At).ThenByDescending(h => h.Id), cancellation);
            return new(
                [.. rows.Items.Select(h => new HistoryItem(
                    h.At, h.Actor, h.Verb, h.Sentence.In(actor.Language), h.Note, [.. h.Changes.Select(c => Change<TContent>(c, actor.Language))]))],
                rows.Total, rows.Number, rows.Size);
        }

        static async Task<IResult> Changes(
            RecordStore<TDb, TRecord, TContent, TStatus> store, CancellationToken cancellation,
            [FromQuery] string? after = null, [FromQuery] int size = Page<object>.MaxSize) =>
            TypedResults.Ok(await ChangeFeed.ReadAsync(store, after, size, cancellation));
    }

    private static IQueryable<TRecord> Overdue<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, IQueryable<TRecord> query, bool wanted)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var now = store.Now;
        return wanted ? query.Where(r => r.DueAt < now) : query;
    }

    // A profile is its author's own; only the liaison office sees all of its unit.
    private static IQueryable<TRecord> Own<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, IQueryable<TRecord> query, Actor actor)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum =>
        store.Definition.Kind == RecordKind.Expert && !actor.Is(Contracts.Identity.Roles.Liaison)
            ? query.Where(r => r.AuthorId == actor.AccountId)
            : query;

    private static FieldChange Change<TContent>(FieldDifference difference, string language) where TContent : class => new(
        difference.Field, ContentForm<TContent>.Fields.FirstOrDefault(f => f.Name == difference.Field)?.Attribute.Name.In(language) ?? difference.Field,
        difference.Before.In(language), difference.After.In(language));

    private static IQueryable<TRecord> Filter<TRecord>(IQueryable<TRecord> query, string? status, string? q)
        where TRecord : class
    {
        if (status is { Length: > 0 })
        {
            query = query.Where(RecordFilters.StatusIs<TRecord>(status));
        }

        if (q?.Length > LongestQuery)
        {
            throw ProblemException.Invalid("q", $"查找内容最多 {LongestQuery} 字，现在 {q.Length} 字", $"The query takes {LongestQuery} characters; it has {q.Length}");
        }

        if (q?.Trim() is { Length: > 0 } text)
        {
            query = query.Where(r => EF.Property<string>(r, "Title").Contains(text) || EF.Property<string>(r, "Number").Contains(text));
        }

        return query;
    }

    private static void CheckReason(bool needed, string? reason)
    {
        if (needed && (reason is null || reason.Length is < ShortestReason or > LongestReason))
        {
            throw ProblemException.Invalid(
                "reason", $"请写明原因，{ShortestReason}–{LongestReason} 字，对方会看到", $"Give a reason of {ShortestReason}–{LongestReason} characters; the other side will read it");
        }
    }

    // The number of the record that stays.
    private static async Task<string> MergeAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, TRecord record, Guid? into, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var other = into is { } id && id != record.Id
            ? await store.Db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellation)
            : null;
        if (other is null || other.SubmittedAt is null || other.MergedInto is not null || !(store.Definition.IsVisible(other) || store.Definition.LifeCycle.Reviewed.Contains(other.Status)))
        {
            throw ProblemException.Invalid("mergedInto", "请选择要并入的另一条记录：已公开或正在审核的", "Choose the other record that this one merges into: a published one or one under review");
        }

        record.MergedInto = other.Id;
        return other.Number;
    }

    // Each is kept in the history with all that it changed, and told to whom it concerns. The bureau's answer is never refused.
    private static async Task RefuseTooManyAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, TRecord record, Actor actor, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var since = store.Now.AddDays(-1);
        if (!actor.IsOrganizer && await store.Db.History.CountAsync(h => h.RecordId == record.Id && h.At > since, cancellation) >= MostMovesADay)
        {
            throw ProblemException.Rule(
                "too-many-moves", $"这条{store.Definition.Noun.Zh}一天内已办理 {MostMovesADay} 次，请明天再试", $"This {store.Definition.Noun.En} was moved {MostMovesADay} times within a day. Try again tomorrow");
        }
    }

    private static async Task<Page<RecordRow>> RowsAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, PageQuery page, IQueryable<TRecord> query, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var rows = await page.RunAsync(query, cancellation);
        var ids = rows.Items.Select(r => r.OrganisationId).Distinct().ToList();
        var names = await store.Db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.ShortName, cancellation);
        return new(
            [.. rows.Items.Select(r => store.Definition.Row(r, names.GetValueOrDefault(r.OrganisationId)))], rows.Total, rows.Number, rows.Size);
    }

    private static Task<string?> NameAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, Guid organisation, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum =>
        store.Db.Organisations.Where(o => o.Id == organisation).Select(o => (string?)o.Name).SingleOrDefaultAsync(cancellation);
}
