using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Matchmaking.Records;

/// <summary>
/// The one way to load and change records of a service: by it every change raises the version, writes history and,
/// where others may notice, publishes the fact, all in one transaction.
/// </summary>
public sealed class RecordStore<TDb, TRecord, TContent, TStatus>(
    TDb db, RecordDefinition<TRecord, TContent, TStatus> definition, TimeProvider time)
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    // Twice the largest batch, so that one year's list fits while the last one is still being completed.
    private const int MostDrafts = 2 * CreateRecords<TContent>.Most;

    public TDb Db => db;

    public RecordDefinition<TRecord, TContent, TStatus> Definition => definition;

    /// <summary>In whole microseconds: what PostgreSQL gives back is what was told.</summary>
    public DateTime Now
    {
        get
        {
            var now = time.GetUtcNow().UtcDateTime;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    private int ThisYear => TimeZoneInfo.ConvertTimeFromUtc(Now, WorkingDays.Zone).Year;

    /// <summary>Whether moves are noted in the audit trail; not those of demo records, which nobody made.</summary>
    public bool Audited { get; init; } = true;

    /// <summary>Loads a record for its owner, its liaison office or the bureau; 404 for anybody else.</summary>
    public async Task<TRecord> LoadForPartyAsync(Guid id, Actor actor, CancellationToken cancellation)
    {
        await RefuseSuspendedAsync(actor, cancellation);
        var record = await db.Records.SingleOrDefaultAsync(r => r.Id == id, cancellation);
        return record is not null && definition.PartyOf(record, actor) != Party.None ? record : throw definition.NotFound();
    }

    /// <summary>Loads a record with the highest tier the reader may see; 404 where that is none.</summary>
    public async Task<(TRecord Record, Disclosure Tier)> LoadForReaderAsync(Guid id, Actor reader, CancellationToken cancellation)
    {
        var record = await db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellation) ?? throw definition.NotFound();
        if (reader.Verified && await IsSuspendedAsync(reader, cancellation))
        {
            reader = reader with { Verified = false };
        }

        if (definition.PartyOf(record, reader) != Party.None)
        {
            return (record, Disclosure.Owner);
        }

        var tier = reader.Verified ? Disclosure.L1 : Disclosure.L0;
        if (reader is { Verified: true, OrganisationId: { } organisation })
        {
            var since = record.OpenSince ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
            var granted = await db.Grants.AsNoTracking()
                .Where(g => g.RecordId == id && g.OrganisationId == organisation && g.EndedAt == null && g.At >= since)
                .Select(g => g.Tier).ToListAsync(cancellation);
            tier = granted.Append(tier).Max();
        }

        return definition.IsVisible(record) && record.Level <= tier && !await IsAvoidedAsync(record, reader, cancellation) ? (record, tier) : throw definition.NotFound();
    }

    /// <summary>Starts a draft.</summary>
    public async Task<TRecord> CreateAsync(TContent content, Actor actor, CancellationToken cancellation)
    {
        var organisation = await RequireCreatorAsync(actor, cancellation);
        content = Accept(content, complete: false);
        await using var transaction = await BeginCreatingAsync(cancellation);
        await RequireRoomAsync(organisation, 1, cancellation);
        var record = await AddAsync(content, organisation, actor, new("新建草稿", "started a draft"), cancellation);
        await db.SaveChangesAsync(cancellation);
        await (transaction?.CommitAsync(cancellation) ?? Task.CompletedTask);
        return record;
    }

    /// <summary>
    /// Begins what looks at the organisation's records before it adds to them: from here to the end of the transaction nobody
    /// else creates any.
    /// </summary>
    /// <returns>The transaction to commit; null within that of an idempotency key, which holds on.</returns>
    public async Task<IDbContextTransaction?> BeginCreatingAsync(CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        try
        {
            await db.HoldNumbersAsync(definition.Prefix, ThisYear, cancellation);
            return transaction;
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>The organisation that the reader may create for; refuses who may not.</summary>
    public async Task<Guid> RequireCreatorAsync(Actor actor, CancellationToken cancellation)
    {
        if (!definition.Creators.Any(actor.Is) || actor.OrganisationId is not { } organisation)
        {
            throw ProblemException.Forbidden($"您的账号不能新建{definition.Noun.Zh}", $"Your account may not create a {definition.Noun.En}");
        }

        await RefuseSuspendedAsync(actor, cancellation);
        return organisation;
    }

    /// <summary>Refuses more drafts than an organisation may keep.</summary>
    public async Task RequireRoomAsync(Guid organisation, int more, CancellationToken cancellation)
    {
        var drafts = await db.Records.CountAsync(r => r.OrganisationId == organisation && r.SubmittedAt == null, cancellation);
        if (drafts + more > MostDrafts)
        {
            throw ProblemException.Rule(
                "too-many-drafts", $"草稿最多 {MostDrafts} 份，已有 {drafts} 份，请先提交或删除一些", $"{MostDrafts} drafts are the most and there are {drafts}. Submit or delete some first");
        }
    }

    /// <summary>Adds a draft of an accepted content; the next save writes it.</summary>
    public async Task<TRecord> AddAsync(TContent content, Guid organisation, Actor actor, LocalText sentence, CancellationToken cancellation)
    {
        var now = Now;
        var number = await db.NextNumberAsync(definition.Prefix, ThisYear, cancellation);
        var record = definition.New(number, actor, organisation, content, now);
        record.Version = 1;
        record.UpdatedAt = now;
        definition.Project(record, content);
        db.Records.Add(record);
        Write(record, actor, "create", sentence);
        return record;
    }

    /// <summary>Saves the working copy; a visible record's changes become a revision that nobody else sees yet.</summary>
    public async Task<TRecord> SaveAsync(Guid id, SaveRecord<TContent> save, Actor actor, CancellationToken cancellation)
    {
        var record = await LoadForPartyAsync(id, actor, cancellation);
        CheckVersion(record, save.Version);
        var visible = definition.IsVisible(record);
        if (!definition.IsOwner(record, actor) || (!visible && !definition.LifeCycle.Editable.Contains(record.Status)))
        {
            throw ProblemException.Rule(
                "not-editable", $"这条{definition.Noun.Zh}正在办理，现在不能修改；如需修改请先撤回", $"This {definition.Noun.En} is being handled and cannot be changed now. Withdraw it first");
        }

        if (visible && record.Revision == RevisionState.Submitted)
        {
            throw ProblemException.Rule("revision-in-review", "修改稿正在审核，请等审核结果或先撤回修改稿", "The revision is under review. Wait for the result or take it back first");
        }

        record.Content = Accept(save.Content, complete: false);
        if (visible)
        {
            record.Revision = Unfinished(record);
        }
        else
        {
            definition.Project(record, record.Content);
        }

        Touch(record);
        await db.SaveChangesAsync(cancellation);
        return record;
    }

    /// <summary>Tidies a content and refuses what is wrong in it.</summary>
    /// <exception cref="ProblemException">Fields are wrong; each is named.</exception>
    public TContent Accept(TContent content, bool complete)
    {
        content = ContentForm<TContent>.Tidy(content);
        var faults = ContentForm<TContent>.Check(content, complete);
        faults.AddRange(definition.Check(content, complete));
        return faults.Count == 0 ? content : throw ProblemException.Invalid(faults);
    }

    /// <summary>The working copy was looked at and becomes what others see.</summary>
    public void Approve(TRecord record)
    {
        record.PublishedContent = record.Content;
        record.ReviewedContent = record.Content;
        record.Level = definition.LevelOf(record.Content);
        record.Avoided = string.Join('\n', Meant.KeysOf(definition.Avoid(record.Content)));
        definition.Project(record, record.Content);
    }

    /// <summary>Carries out a transition of the life cycle.</summary>
    /// <param name="into">Number of the record that it is merged into.</param>
    public void Apply(TRecord record, Transition<TStatus> transition, Actor actor, string? reason, string? into = null)
    {
        var now = Now;
        var before = StateOf(record);
        var visible = definition.LifeCycle.Visible.Contains(record.Status);
        IReadOnlyList<FieldDifference> changes = [];
        if (transition.ChecksContent)
        {
            record.Content = Accept(record.Content, complete: true);
            record.SubmittedAt = now;
            changes = record.ReviewedContent is { } reviewed ? ContentForm<TContent>.Differences(reviewed, record.Content) : [];
        }

        if (transition.Publishes)
        {
            Approve(record);
            record.PublishedAt ??= now;
            record.Revision = RevisionState.None;
        }

        if (transition.Publishes || transition.Renews)
        {
            record.ValidUntil = now + definition.Validity;
        }

        // What the bureau decides on is the content only while it lies before it. It takes down what others see, and the
        // owner's unfinished changes to that are nobody's business but the owner's.
        if (transition.By == Party.Bureau && !transition.Publishes && definition.LifeCycle.Reviewed.Contains(record.Status))
        {
            record.ReviewedContent = record.Content;
        }

        // Confirming what is in talks already does not end the talks.
        if (!(transition is { Renews: true, Publishes: false } && visible))
        {
            record.Status = transition.To;
        }

        if (!definition.LifeCycle.Visible.Contains(record.Status))
        {
            record.Revision = RevisionState.None;
        }
        else if (!visible)
        {
            record.OpenSince = now;
            // Comes back as it was last approved; changes begun before it left are changes still.
            record.Revision = Unfinished(record);
        }

        if (record.Revision is not (RevisionState.Submitted or RevisionState.Returned))
        {
            record.ReturnReason = transition.NeedsReason ? reason : null;
            record.DueAt = transition.NextWithin is { } days ? WorkingDays.After(now, days) : null;
        }

        Touch(record);
        Write(record, actor, transition.Verb, transition.Sentence, reason, changes);
        Audit(record, actor, transition.Verb, transition.Label, before, into is null ? StateOf(record) : $"{StateOf(record)}: {into}");
        Publish(record);
    }

    private static RevisionState Unfinished(TRecord record) =>
        ContentForm<TContent>.Differences(record.PublishedContent!, record.Content).Count == 0 ? RevisionState.None : RevisionState.Draft;

    /// <summary>The record's state for the audit trail: its status, and that of a revision under way.</summary>
    public static string StateOf(TRecord record)
    {
        var status = RecordDefinition<TRecord, TContent, TStatus>.StatusName(record.Status);
        return record.Revision == RevisionState.None ? status : $"{status} + revision {record.Revision.ToString().ToLowerInvariant()}";
    }

    /// <summary>Notes a move in the audit trail, without a word of the record's content.</summary>
    public void Audit(TRecord record, Actor actor, string verb, LocalText label, string? before, string? after)
    {
        if (Audited)
        {
            // A profile is its author's own: not even administrators of the unit read about it.
            db.Note(
                actor, Now, $"{definition.Kind.ToString().ToLowerInvariant()}.{verb}", label,
                definition.Kind == RecordKind.Expert ? null : record.OrganisationId, record.Id, record.Number, before, after);
        }
    }

    /// <summary>Raises the version; the next save carries it.</summary>
    public void Touch(TRecord record)
    {
        record.Version++;
        record.UpdatedAt = Now;
    }

    /// <summary>Adds a sentence to the record's history.</summary>
    public void Write(
        TRecord record, Actor actor, string verb, LocalText sentence, string? note = null, IReadOnlyList<FieldDifference>? changes = null) =>
        db.History.Add(new HistoryEntry
        {
            RecordId = record.Id,
            At = Now,
            ActorId = actor.AccountId,
            Actor = actor.Name,
            Verb = verb,
            Sentence = sentence,
            Note = note,
            Changes = changes ?? [],
        });

    /// <summary>Publishes the record's fact as it stands.</summary>
    public void Publish(TRecord record)
    {
        (record.PublicVersion, record.PublicAt) = (record.Version, record.UpdatedAt);
        db.Publish(ToFact(record));
    }

    /// <summary>Tells other services anew whom a visible record keeps away; to people nothing has changed.</summary>
    public void Retell(TRecord record)
    {
        record.Version++;
        // What was told has a version of its own, or nobody would take it for newer.
        record.PublicVersion = record.Version;
        db.Publish(ToFact(record));
    }

    /// <summary>The record's fact, cut to tier L1.</summary>
    public IFact ToFact(TRecord record) => ToFact(record, Meant.By(db, NamesOf(record)));

    /// <summary>The facts of several records.</summary>
    public async Task<IReadOnlyList<IFact>> ToFactsAsync(IReadOnlyList<TRecord> records, CancellationToken cancellation)
    {
        var owners = records.Select(r => r.OrganisationId).Distinct().ToList();
        await db.Organisations.Where(o => owners.Contains(o.Id)).LoadAsync(cancellation);
        var meant = await Meant.ByAsync(db, records.SelectMany(NamesOf), cancellation);
        return [.. records.Select(r => ToFact(r, meant))];
    }

    private IFact ToFact(TRecord record, ILookup<string, Guid> meant)
    {
        var organisation = db.Organisations.Local.FirstOrDefault(o => o.Id == record.OrganisationId)
            ?? db.Organisations.AsNoTracking().FirstOrDefault(o => o.Id == record.OrganisationId);
        var visible = definition.IsVisible(record);
        var content = visible
            ? ContentForm<TContent>.Redact(record.PublishedContent!, Disclosure.L1)
            : Activator.CreateInstance<TContent>();
        return definition.ToFact(
            record,
            new RecordSnapshot<TContent>(
                record.Number, RecordDefinition<TRecord, TContent, TStatus>.StatusName(record.Status), visible,
                visible ? record.Level : Disclosure.Owner, record.OrganisationId, organisation?.Name ?? "",
                visible && definition.IsNamed(record.PublishedContent!), record.AuthorId, record.PublishedAt, record.ValidUntil,
                Meant.AvoidOf(NamesOf(record), record.OrganisationId, meant), content),
            record.UpdatedAt);
    }

    private IReadOnlyList<string> NamesOf(TRecord record) => definition.IsVisible(record) ? definition.Avoid(record.PublishedContent!) : [];

    /// <summary>Takes all records of an organisation away from others, or gives them back; drafts are nobody else's anyway.</summary>
    public async Task WithholdAsync(Guid organisation, bool withheld, CancellationToken cancellation)
    {
        foreach (var record in await db.Records.Where(r => r.OrganisationId == organisation && r.Withheld != withheld).ToListAsync(cancellation))
        {
            record.Withheld = withheld;
            if (record.SubmittedAt is null)
            {
                continue;
            }

            Touch(record);
            Write(record, Actor.System, withheld ? "withhold" : "release", withheld
                ? new("单位被暂停，记录暂不公开", "withheld it: its organisation was suspended")
                : new("单位已恢复，记录恢复原状", "gave it back: its organisation was reinstated"));
            Publish(record);
        }
    }

    // A token outlives the suspension by up to half an hour.
    private Task<bool> IsSuspendedAsync(Actor actor, CancellationToken cancellation) =>
        db.Organisations.AnyAsync(o => o.Id == actor.OrganisationId && o.Suspended, cancellation);

    private async Task RefuseSuspendedAsync(Actor actor, CancellationToken cancellation)
    {
        if (await IsSuspendedAsync(actor, cancellation))
        {
            throw ProblemException.Forbidden("贵单位已被暂停，恢复前不能办理，请联系主管部门", "Your organisation is suspended. Ask the bureau");
        }
    }

    // Those whom the owner keeps away see nothing of it, even at its address.
    private async Task<bool> IsAvoidedAsync(TRecord record, Actor reader, CancellationToken cancellation)
    {
        var keys = Meant.KeysOf(definition.Avoid(record.PublishedContent!));
        return keys.Count > 0 && reader.OrganisationId is { } organisation
            && (Avoidance.Holds(keys, null, reader.OrganisationName)
                || await db.OrganisationNames.AnyAsync(n => n.OrganisationId == organisation && keys.Contains(n.Key), cancellation));
    }

    /// <summary>409 where the reader looked at an older version.</summary>
    public static void CheckVersion(TRecord record, long version)
    {
        if (record.Version != version)
        {
            throw ProblemException.Conflict();
        }
    }
}
